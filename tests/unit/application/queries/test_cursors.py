"""A cursor opens the list that it was given for, to the person whom it was given to."""

import pytest

from commissions.application.queries.cursors import NotThisCursor, opened, sealed

KEY, ASKED = b"of one session", {"list": "orders", "month": "2026-11", "show": "all"}
POSITION = "2026-11-20T09:30:00.000000Z#shopify/tea/1001/1/0"
CURSOR = sealed(KEY, "cara", ASKED, POSITION)


def test_a_list_goes_on_where_it_was_left() -> None:
    assert opened(KEY, "cara", dict(reversed(ASKED.items())), CURSOR) == POSITION


@pytest.mark.parametrize(
    ("key", "whose", "asked"),
    [
        (KEY, "dan", ASKED),
        (KEY, "cara", {**ASKED, "show": "own"}),
        (KEY, "cara", {**ASKED, "store": "tea-us"}),
        (KEY, "cara", {}),
        (b"of another session", "cara", ASKED),
    ],
)
def test_no_other_list_does(key: bytes, whose: str, asked: dict[str, str]) -> None:
    with pytest.raises(NotThisCursor):
        opened(key, whose, asked, CURSOR)


@pytest.mark.parametrize(
    "text", ["", ".", "a", "a.b", f"A{CURSOR}", CURSOR[:-2], f"{CURSOR}==", "é.é", "a" * 2_000]
)
def test_what_we_did_not_write_is_refused(text: str) -> None:
    with pytest.raises(NotThisCursor):
        opened(KEY, "cara", ASKED, text)


def test_a_person_and_a_filter_cannot_stand_for_each_other() -> None:
    cursor = sealed(KEY, "cara", {"month": "a", "show": "b"}, POSITION)

    with pytest.raises(NotThisCursor):
        opened(KEY, "cara", {"month": "a\x00show", "b": ""}, cursor)
