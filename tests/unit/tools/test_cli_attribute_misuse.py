"""What `commissions attribute` cannot read, it says before it asks any stack."""

import pytest

from tools.cli.attribute import check
from tools.cli.errors import Misused


@pytest.mark.parametrize(
    ("to", "scope", "why", "undo", "says"),
    [
        ("zoe", "store", "hers", "", "--scope is order or customer, not 'store'"),
        ("", "customer", "hers", "o-1", "leave --scope out"),
        ("zoe", "order", "hers", "o-1", "Say one thing"),
        (" ", "order", "hers", "", "Say one thing"),
        ("zoe", "order", "  ", "", "Say why it is so"),
        ("zoe", "order", "two\nlines", "", "in a line"),
        ("z" * 129, "order", "hers", "", "--to is an id"),
    ],
)
def test_what_is_asked_wrongly_is_refused(
    to: str, scope: str, why: str, undo: str, says: str
) -> None:
    with pytest.raises(Misused, match=says):
        check(to, scope, why, undo)


@pytest.mark.parametrize(("to", "undo"), [("zoe", ""), ("HOUSE", ""), ("", "o-1")])
def test_one_thing_with_a_reason_is_asked_rightly(to: str, undo: str) -> None:
    check(to, "order", "she was named on the phone", undo)
    check("zoe", "customer", "hers from now on", "")
