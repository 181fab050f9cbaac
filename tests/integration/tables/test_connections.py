"""Where a store's webhooks go, and since when its orders are ours."""

from datetime import UTC, datetime, timedelta

import pytest

from commissions.tables import connections
from commissions.tables.connections import Connection

pytestmark = pytest.mark.usefixtures("aws")

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=15)


def test_a_store_is_ours_since_it_was_first_connected() -> None:
    connections.connect("tea", "https://one.example.com", now=NOW)
    connections.connect("tea", "https://two.example.com", now=LATER)

    assert connections.get("tea") == Connection("https://two.example.com", NOW)


def test_what_is_ours_since_longer_is_moved_back_and_never_forward() -> None:
    for since in (NOW, LATER, NOW - timedelta(days=9), NOW):
        connections.own_since("tea", since)

    assert connections.get("tea") == Connection("", NOW - timedelta(days=9))


def test_that_a_store_was_looked_at_is_noted() -> None:
    connections.note_check("tea", now=NOW, wrong=0)
    connections.note_check("tea", now=LATER, wrong=2)

    assert connections.last_check("tea") == (LATER, 2)
