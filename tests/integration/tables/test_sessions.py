from datetime import datetime, timedelta

import pytest

from commissions.application.accounts import limits, sessions
from commissions.application.accounts.limits import ACTIONS, READS, UNCOUNTED
from commissions.aws.cache import forget_all
from commissions.domain.people.accounts import MEMBER, OPERATOR, Account
from commissions.domain.people.sessions import key_of_cookie, new_cookie
from commissions.tables import accounts
from commissions.tables import sessions as table
from commissions.tables.items import scan
from tests.support.dynamodb_calls import round_trips
from tests.support.pages import NOW

pytestmark = pytest.mark.usefixtures("aws")

ANN = Account(account_id="0a1b", roles=frozenset({MEMBER}), member_id="ann")
MARA = Account(account_id="9f8e", roles=frozenset({OPERATOR}))
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _accounts(aws: None) -> None:
    accounts.add(ANN)
    accounts.add(MARA)


def begin(account: Account = ANN, *, was: str = "", now: datetime = NOW) -> str:
    return sessions.begin(account, "Ann Example", proved_at=now, now=now, was=was).cookie


def who(cookie: str, now: datetime = NOW) -> str | None:
    found = sessions.current(cookie, now)
    return found.who.account_id if found else None


def test_who_has_the_cookie_is_signed_in() -> None:
    found = sessions.current(begin(), NOW)

    assert found
    assert (found.who.account_id, found.who.name, found.who.member_id) == (
        "0a1b",
        "Ann Example",
        "ann",
    )
    assert found.who.reauthenticated_at == NOW


@pytest.mark.parametrize(
    "cookie",
    ["", "0a1b", new_cookie("0a1b"), new_cookie("unknown"), "ö.ö"],
    ids=["none", "no secret", "another's", "of nobody", "no ASCII"],
)
def test_who_has_another_is_nobody(cookie: str) -> None:
    begin()

    assert who(cookie) is None


def test_a_cookie_is_worth_nothing_under_another_account() -> None:
    _, _, secret = begin().partition(".")

    assert who(f"9f8e.{secret}") is None


def test_of_a_cookie_the_table_has_a_hash_and_nothing_that_could_be_sent() -> None:
    _, _, secret = begin().partition(".")

    assert secret not in str(list(scan(table.TABLE)))


def test_signing_in_again_ends_what_the_browser_had_before() -> None:
    first = begin()

    second = begin(was=first)

    assert (who(first), who(second)) == (None, "0a1b")


def test_signing_out_ends_this_session_and_no_other() -> None:
    phone, desk = begin(), begin()

    sessions.end(phone)
    sessions.end("no cookie of ours")

    assert (who(phone), who(desk)) == (None, "0a1b")


def test_all_sessions_of_an_account_end_at_once_and_nobody_elses() -> None:
    phone, desk, other = begin(), begin(), begin(MARA)

    sessions.end_all("0a1b")

    assert (who(phone), who(desk), who(other)) == (None, None, "9f8e")
    again = accounts.find("0a1b")
    assert again
    assert who(begin(again)) == "0a1b"


def test_a_closed_account_is_out_with_the_next_request() -> None:
    cookie = begin()

    accounts.close(accounts.stored("0a1b"))

    assert who(cookie) is None


def test_a_session_lasts_for_as_long_as_it_is_used() -> None:
    cookie, now = begin(MARA), NOW
    for _ in range(8):
        now += 55 * MINUTE
        assert who(cookie, now) == "9f8e"

    assert who(cookie, now + timedelta(hours=1)) is None


def test_a_page_that_looks_by_its_clock_keeps_nobody_signed_in() -> None:
    cookie = begin(MARA)
    for minutes in range(5, 60, 5):
        assert sessions.current(cookie, NOW + minutes * MINUTE, in_use=False)

    assert sessions.current(cookie, NOW + 60 * MINUTE, in_use=False) is None


def test_a_session_that_ended_meanwhile_is_not_begun_again_by_being_used() -> None:
    cookie = begin()
    key = key_of_cookie(cookie)
    sessions.end(cookie)

    table.note_use(key, NOW, NOW)

    assert list(scan(table.TABLE)) == []


def test_sessions_go_by_themselves_when_they_are_over() -> None:
    begin(MARA)
    [item] = scan(table.TABLE)

    assert item["expires_at"] == int((NOW + timedelta(hours=1)).timestamp())


def test_somebody_sees_where_they_are_signed_in_and_ends_one_of_them() -> None:
    begin(now=NOW - timedelta(days=31))
    phone, desk = begin(now=NOW - timedelta(hours=2)), begin(now=NOW - timedelta(hours=1))

    seen = sessions.open_sessions("0a1b", NOW)
    sessions.end_one(seen[1].key)

    assert [each.key for each in seen] == [key_of_cookie(desk), key_of_cookie(phone)]
    assert sessions.open_sessions("0a1b", NOW) == seen[:1]
    assert sessions.open_sessions("unknown", NOW) == []


def test_a_request_costs_one_round_trip_of_reading() -> None:
    cookie = begin()

    with round_trips() as calls:
        who(cookie, NOW + MINUTE)

    assert calls == ["BatchGetItem"]


def test_who_asks_too_often_waits_for_the_next_window() -> None:
    waits = [limits.seconds_to_wait("0a1b", changes=False, now=NOW) for _ in range(READS.times + 2)]

    assert waits == [0] * READS.times + [10, 10]
    assert limits.seconds_to_wait("9f8e", changes=False, now=NOW) == 0
    assert limits.seconds_to_wait("0a1b", changes=True, now=NOW) == 0
    assert limits.seconds_to_wait("0a1b", changes=False, now=NOW + timedelta(seconds=10)) == 0


def test_what_changes_something_is_counted_more_strictly() -> None:
    late = NOW + timedelta(seconds=50)
    waits = [
        limits.seconds_to_wait("0a1b", changes=True, now=late) for _ in range(ACTIONS.times + 1)
    ]

    assert waits == [0] * ACTIONS.times + [10]


def test_who_only_looks_costs_no_write() -> None:
    with round_trips() as calls:
        for _ in range(UNCOUNTED):
            limits.seconds_to_wait("0a1b", changes=False, now=NOW)

    assert calls == []


def test_processes_count_together() -> None:
    for _ in range(READS.times // 2):
        assert limits.seconds_to_wait("0a1b", changes=False, now=NOW) == 0
    forget_all()  # another process

    waits = [limits.seconds_to_wait("0a1b", changes=False, now=NOW) for _ in range(READS.times)]

    assert waits.index(10) == READS.times // 2
