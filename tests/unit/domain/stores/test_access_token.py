"""Who renews a token, who uses the one that is there, who waits and who gives up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissions.domain.stores.access_token import (
    GIVE_UP,
    LEASE,
    MARGIN,
    RENEW,
    REST,
    REST_AFTER_FAILURE,
    USE,
    WAIT,
    AccessToken,
    RenewalLease,
    after_failure,
    after_renewal,
    credentials_of,
    decision,
    issued,
    taken,
    token_of,
    with_token,
)

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
DAY = timedelta(seconds=86_399)
FREE = RenewalLease()
HELD = taken("somebody", NOON)
NEW = issued("shpat_new", DAY, asked_at=NOON)
APP = {"client_id": "an-app", "client_secret": "a-secret"}


def after(span: timedelta) -> datetime:
    return NOON + span


def test_a_token_of_a_day_is_used_for_eighteen_hours_and_renewed_in_the_six_that_are_left() -> None:
    told = [decision(NEW, FREE, after(HOUR * hours)) for hours in (0, 17, 18, 23)]

    assert told == [USE, USE, RENEW, RENEW]


def test_while_one_renews_the_others_use_the_token_that_lives() -> None:
    late = after(20 * HOUR)

    assert decision(NEW, taken("somebody", late), late) == USE


def test_without_a_token_that_lives_the_others_wait_for_the_one_who_renews() -> None:
    dead = after(DAY)

    assert decision(None, HELD, NOON) == WAIT
    assert decision(NEW, taken("somebody", dead), dead) == WAIT


def test_a_token_is_let_go_a_minute_before_its_end() -> None:
    assert NEW.opens(after(DAY - MARGIN - SECOND))
    assert not NEW.opens(after(DAY - MARGIN))


def test_a_lease_whose_holder_does_not_come_back_is_taken_over() -> None:
    assert decision(None, HELD, after(LEASE - SECOND)) == WAIT
    assert decision(None, HELD, after(LEASE)) == RENEW


def test_a_token_that_is_refused_though_it_should_live_is_renewed_once() -> None:
    later = after(HOUR)
    rests = after_renewal(issued("shpat_newer", DAY, asked_at=later), later, refused="shpat_new")
    newer = issued("shpat_newer", DAY, asked_at=later)

    assert decision(NEW, FREE, later, refused="shpat_new") == RENEW
    assert decision(NEW, taken("somebody", later), later, refused="shpat_new") == WAIT
    assert decision(newer, rests, later, refused="shpat_new") == USE
    assert decision(newer, rests, later, refused="shpat_newer") == GIVE_UP
    assert decision(newer, rests, later + REST, refused="shpat_newer") == RENEW


def test_a_token_that_is_refused_right_after_it_was_made_has_its_renewal() -> None:
    assert decision(NEW, after_renewal(NEW, NOON), NOON, refused="shpat_new") == RENEW


def test_after_a_failure_nobody_tries_again_for_a_minute_and_the_token_that_lives_is_used() -> None:
    late, failed = after(20 * HOUR), after_failure(after(20 * HOUR), refusal="no such app")

    assert decision(NEW, failed, late) == USE
    assert decision(None, failed, late) == GIVE_UP
    assert decision(None, failed, late + REST_AFTER_FAILURE) == RENEW


def test_other_credentials_are_tried_at_once_after_a_renewal_that_went_well() -> None:
    assert decision(None, after_renewal(NEW, NOON), NOON) == RENEW


def test_a_token_that_hardly_lives_is_renewed_when_it_is_due_rest_or_not() -> None:
    short = issued("shpat_short", timedelta(minutes=5), asked_at=NOON)
    rests = after_renewal(short, NOON)

    assert decision(short, rests, short.renew_from - SECOND) == USE
    assert decision(short, rests, short.renew_from) == RENEW


moments = st.integers(0, 200_000).map(lambda seconds: after(timedelta(seconds=seconds)))
tokens = st.none() | st.builds(
    lambda at, seconds: issued("shpat_any", timedelta(seconds=seconds), asked_at=at),
    moments,
    st.integers(300, 100_000),
)
leases = st.builds(
    RenewalLease,
    st.sampled_from(["", "somebody"]),
    st.none() | moments,
    st.none() | moments,
    st.booleans(),
    st.booleans(),
)


@given(tokens, leases, moments, st.sampled_from(["", "shpat_any"]))
def test_a_dead_or_refused_token_is_never_used_and_a_live_one_is_never_waited_for(
    token: AccessToken | None, lease: RenewalLease, now: datetime, refused: str
) -> None:
    told = decision(token, lease, now, refused=refused)
    opens = token is not None and now < token.until and token.value != refused

    assert (told == USE) <= opens
    assert (told in {WAIT, GIVE_UP}) <= (not opens)
    assert (told == RENEW) <= (not lease.is_held(now))


def test_a_token_is_kept_beside_what_it_was_given_for() -> None:
    kept = with_token(APP, NEW, given_for=APP)

    assert token_of(kept) == NEW
    assert credentials_of(kept) == APP
    assert token_of(with_token(kept, replace(NEW, value="shpat_newer"), given_for=kept)) == replace(
        NEW, value="shpat_newer"
    )


def test_a_token_of_other_credentials_than_there_are_now_is_let_go() -> None:
    others = {**APP, "client_secret": "another-secret"}

    assert with_token(others, NEW, given_for=APP) == others


@pytest.mark.parametrize("access", [{"token": "shpat_for-ever"}, APP, {}])
def test_a_token_that_lasts_is_no_token_that_was_given(access: dict[str, str]) -> None:
    assert token_of(access) is None
    assert credentials_of(access) == access


def test_a_token_does_not_show_itself() -> None:
    assert "shpat" not in f"{NEW!r}{NEW}"
