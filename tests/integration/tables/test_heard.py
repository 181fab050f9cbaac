from datetime import UTC, datetime, timedelta

import pytest

from commissions.aws import cache
from commissions.tables import heard
from commissions.tables.heard import Heard

pytestmark = pytest.mark.usefixtures("aws")
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def test_a_store_was_last_heard_of_when_it_spoke() -> None:
    heard.mark("tea", NOW, "3fa29b1c")

    assert (heard.last("tea"), heard.last("coffee")) == (Heard(NOW, "3fa29b1c"), None)


def test_another_secret_is_noted_at_once_and_the_same_one_every_so_often(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [1000.0]
    monkeypatch.setattr(cache, "monotonic", lambda: clock[0])
    later = NOW + timedelta(minutes=1)
    heard.mark("tea", NOW, "former")
    heard.mark("tea", later, "former")
    assert heard.last("tea") == Heard(NOW, "former")

    heard.mark("tea", later, "new")
    assert heard.last("tea") == Heard(later, "new")
