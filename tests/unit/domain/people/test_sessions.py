from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissions.domain.people.accounts import FINANCE, MEMBER, OPERATOR, Account
from commissions.domain.people.sessions import (
    NoSession,
    Session,
    is_to_be_noted,
    key_of_cookie,
    lasts,
    new_cookie,
    signed_in,
)
from tests.support.pages import NOW

ANN = Account(account_id="0a1b-2c", roles=frozenset({MEMBER}), member_id="ann", epoch=3)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def in_role(*roles: str) -> Account:
    return replace(ANN, roles=frozenset(roles))


def a_session(
    began: timedelta = timedelta(0), seen: timedelta = timedelta(0), epoch: int = 3
) -> Session:
    """So long ago."""
    return Session(
        key=key_of_cookie(new_cookie(ANN.account_id)),
        name="Ann",
        epoch=epoch,
        began_at=NOW - began,
        seen_at=NOW - seen,
        proved_at=NOW - began,
    )


@pytest.mark.parametrize(
    ("roles", "began", "seen", "does"),
    [
        ([MEMBER], 29 * DAY, MINUTE, True),
        ([MEMBER], 30 * DAY, MINUTE, False),
        ([MEMBER], DAY, 7 * HOUR, True),
        ([MEMBER], DAY, 8 * HOUR, False),
        ([OPERATOR], 11 * HOUR, MINUTE, True),
        ([OPERATOR], 12 * HOUR, MINUTE, False),
        ([OPERATOR], 2 * HOUR, 59 * MINUTE, True),
        ([OPERATOR], 2 * HOUR, HOUR, False),
        ([MEMBER, FINANCE], 2 * HOUR, HOUR, False),
    ],
)
def test_the_staffs_sessions_are_shorter_than_members(
    roles: list[str], began: timedelta, seen: timedelta, does: bool
) -> None:
    assert lasts(a_session(began, seen), in_role(*roles), NOW) is does


def test_a_session_is_over_as_soon_as_its_account_is_closed_or_has_other_roles() -> None:
    session = a_session()

    assert lasts(session, ANN, NOW)
    assert not lasts(session, replace(ANN, closed=True), NOW)
    assert not lasts(session, replace(ANN, epoch=4), NOW)


def test_that_a_session_is_in_use_is_not_written_down_each_time() -> None:
    assert not is_to_be_noted(a_session(DAY, 4 * MINUTE), NOW)
    assert is_to_be_noted(a_session(DAY, 5 * MINUTE), NOW)


def test_who_is_signed_in_has_what_the_account_has_now() -> None:
    account = replace(ANN, language="de", zone="Europe/Berlin", principal="123456789012/user/ann")

    who = signed_in(a_session(HOUR), account)

    assert (who.name, who.member_id, who.language, who.zone) == (
        "Ann",
        "ann",
        "de",
        "Europe/Berlin",
    )
    assert (who.roles, who.reauthenticated_at) == (frozenset({MEMBER}), NOW - HOUR)
    assert (who.user_id, who.account_id) == ("0a1b-2c", "123456789012/user/ann")
    assert signed_in(a_session(), ANN).account_id == "0a1b-2c"


def test_no_two_cookies_are_alike_and_of_none_more_is_kept_than_a_hash() -> None:
    cookies = {new_cookie("0a1b-2c") for _ in range(100)}
    keys = {key_of_cookie(each).session_id for each in cookies}

    assert len(cookies) == len(keys) == 100
    assert all(len(each) == 64 for each in keys)
    assert not any(key in cookie for key in keys for cookie in cookies)


@given(st.text() | st.from_regex(r"[0-9a-f-]{0,70}\.[A-Za-z0-9_-]{40,46}", fullmatch=True))
def test_what_is_no_cookie_of_ours_names_nobody(text: str) -> None:
    account, _, secret = text.partition(".")
    if 0 < len(account) <= 64 and len(secret) == 43 and text.isascii() and "." not in secret:
        return

    with pytest.raises(NoSession):
        key_of_cookie(text)
