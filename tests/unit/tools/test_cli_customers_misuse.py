"""What `commissions customers` cannot read, it says before it asks any stack."""

from typing import Any

import pytest

from tools.cli import customers
from tools.cli.errors import Misused

FINE = {"from_": "cara", "to": "zoe", "since": "2026-12-01", "why": "cara left"}


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"from_": " "}, "Say --from MEMBER"),
        ({"to": "z" * 129}, "Say --to MEMBER, an id of 128 characters"),
        ({"to": "cara"}, "are the same member"),
        ({"since": "December"}, "--since is a day like 2026-12-01, not 'December'"),
        ({"since": ""}, "--since is a day"),
        ({"why": " "}, "Say why it is so"),
        ({"why": "two\nlines"}, "in a line"),
    ],
)
def test_a_move_that_is_asked_wrongly_is_refused(asked: dict[str, Any], says: str) -> None:
    with pytest.raises(Misused, match=says):
        customers.move(**FINE | asked)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"store": "tea"},
        {"customer": "77"},
        {"store": "tea", "order": "1001"},
        {"store": "tea", "customer": "77", "order": "1001"},
    ],
)
def test_who_is_shown_is_said_in_one_way(asked: dict[str, Any]) -> None:
    with pytest.raises(Misused, match="STORE and CUSTOMER, or --order ORDER"):
        customers.show(**asked)


def test_an_import_says_since_when_and_why() -> None:
    with pytest.raises(Misused, match="--since is a day"):
        customers.import_(why="as it was")
