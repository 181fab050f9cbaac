"""A downline snapshot is what a walk up from every sale comes to, whoever moved meanwhile.

COMMISSIONS_PROOF=1 builds it of more random companies.
"""

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import Mock

import pytest

from commissions.application.pipeline import settle
from commissions.application.queries.team_snapshots import TeamReader
from commissions.application.teams import asking, building, nightly
from commissions.application.teams.building import build
from commissions.application.teams.freshness import is_old
from commissions.application.teams.judged import JudgedRun
from commissions.application.teams.plans import NoPlan, TeamPlan, team_plan
from commissions.aws.clients import client
from commissions.domain.ledger.journal import Journal
from commissions.domain.people.member import Member
from commissions.domain.people.team import TeamRow
from commissions.domain.people.upline import PARTICIPANT, RETAIL
from commissions.tables import genealogy, ledger, members, statements, stores
from commissions.warehouse import team_files
from commissions.warehouse.team_files import TeamSnapshot
from tests.support import closed_company as company
from tests.support.builders import a_plan
from tests.support.closed_company import OCTOBER, after_all, an_order, give_back
from tests.support.dynamodb_calls import round_trips
from tests.support.frozen import published
from tests.support.pipeline_driver import open_store
from tests.support.random_teams import RandomTeam

pytestmark = pytest.mark.usefixtures("aws")

BEGAN = datetime(2026, 10, 1, 12, tzinfo=UTC)
MOVED = datetime(2026, 10, 15, tzinfo=UTC)
NOW = datetime(2026, 10, 25, tzinfo=UTC)
SEEDS = range(20 if os.environ.get("COMMISSIONS_PROOF") else 2)
_numbers = count(1)


@pytest.fixture(autouse=True)
def _a_plan(aws: None) -> None:
    published("hyb")
    stores.put(replace(open_store(), plan="hyb"))


def enrol(line: str, *, since: datetime = BEGAN, kind: str = PARTICIPANT) -> None:
    names = line.split(" < ")
    for member, sponsor in reversed(list(zip(names, [*names[1:], ""], strict=True))):
        if not genealogy.edges([member]):
            genealogy.place(member, sponsor, since=since, status="active", rank="partner")
            members.register(
                Member(member_id=member, kind=kind, created_at=since, referral_code=f"{member}-7")
            )


def sell(seller: str, points: int, at: datetime) -> int:
    number = next(_numbers)
    order, lock = an_order(number, "", points, seller=seller, at=at)
    settle.settle(order.order_key, [order, lock], inbox="inbox", now=datetime.now(UTC))
    project(number)
    return number


def project(number: int) -> None:
    for journal in ledger.read(f"shopify/tea/{number}").journals:
        _projected(journal)


def _projected(journal: Journal) -> None:
    statements.project(journal)


def made(now: datetime = NOW) -> TeamSnapshot:
    plan = team_plan(now)
    return build(plan, plan.month(now), now)


def rows(snapshot: TeamSnapshot) -> dict[str, TeamRow]:
    reader = TeamReader(snapshot)
    return {row.member: row for row in map(reader.row, range(snapshot.rows))}


def volumes(snapshot: TeamSnapshot) -> dict[str, tuple[int, int]]:
    """By member own and group, in points."""
    return {name: (row.own // 100, row.group // 100) for name, row in rows(snapshot).items()}


def test_everybodys_team_is_what_they_and_all_below_sold() -> None:
    enrol("dan < cat < bob")
    enrol("eve < bob")
    sell("dan", 100, BEGAN)
    sell("eve", 30, BEGAN)
    sell("bob", 5, BEGAN)

    found = made()

    assert volumes(found) == {"bob": (5, 135), "cat": (0, 100), "dan": (100, 100), "eve": (30, 30)}
    bob = rows(found)["bob"]
    assert (bob.below, bob.active_below, bob.depth, bob.code) == (3, 3, 0, "bob-7")
    assert [each.member for each in TeamReader(found).children(bob)] == ["cat", "eve"]
    assert (found.month, found.unit, found.is_final) == ("2026-10", "qv", False)


def test_what_was_sold_before_a_move_stays_with_who_stood_above() -> None:
    enrol("dan < cat < bob")
    enrol("eve")
    before = sell("dan", 1_000, MOVED - timedelta(hours=1))
    genealogy.move("cat", "eve", since=MOVED)
    sell("dan", 200, MOVED)

    assert volumes(made()) == {
        "bob": (0, 1_000),
        "eve": (0, 200),
        "cat": (0, 1_200),
        "dan": (1_200, 1_200),
    }

    give_back(before, at=MOVED + timedelta(days=2), told=datetime.now(UTC))
    project(before)
    assert volumes(made())["bob"] == (0, 0)
    assert volumes(made())["eve"] == (0, 200)


def test_of_who_moved_only_whoever_sold_since_is_read_again() -> None:
    enrol("dan < cat < bob")
    enrol("fay < cat")
    enrol("eve")
    sell("dan", 100, BEGAN)
    sell("fay", 50, BEGAN)
    genealogy.move("cat", "eve", since=MOVED)
    made()
    with round_trips() as nothing_new:
        made()
    sell("dan", 30, MOVED)

    with round_trips() as calls:
        found = made()

    assert volumes(found)["bob"] == (0, 150)
    assert volumes(found)["eve"] == (0, 30)
    assert calls.count("Query") == nothing_new.count("Query") + 1


def test_a_customer_is_counted_and_never_listed() -> None:
    enrol("bob")
    enrol("shopper < bob", kind=RETAIL)
    enrol("dan < shopper")

    found = rows(made())

    assert found.keys() == {"bob", "dan"}
    assert (found["bob"].customers, found["bob"].customers_below, found["bob"].below) == (1, 1, 1)
    assert found["dan"].depth == 1


def test_a_move_told_ahead_counts_from_its_moment_on_and_the_index_follows() -> None:
    enrol("dan < bob")
    enrol("eve")
    later = datetime.now(UTC) + timedelta(days=3)
    genealogy.move("dan", "eve", since=later)
    plan = team_plan(later)

    before = made(later - timedelta(seconds=1))
    after = made(later)

    assert before.turns_at == later
    assert (rows(before)["bob"].below, rows(before)["eve"].below) == (1, 0)
    assert (rows(after)["bob"].below, rows(after)["eve"].below) == (0, 1)
    assert after.turns_at is None
    assert plan.unit == "qv"


def test_a_month_that_is_over_is_as_it_was_at_its_end() -> None:
    enrol("dan < bob")
    enrol("eve")
    sell("dan", 100, BEGAN)
    end = team_plan(NOW).month(NOW).ends
    genealogy.move("dan", "eve", since=end + timedelta(days=1))
    enrol("gus < bob", since=end + timedelta(days=2))
    plan = team_plan(NOW)

    found = build(plan, plan.month(NOW), end + timedelta(days=5))

    assert volumes(found) == {"bob": (0, 100), "dan": (100, 100), "eve": (0, 0)}
    assert found.as_of == end - timedelta(microseconds=1)


def test_the_same_again_is_the_same_files() -> None:
    enrol("dan < bob")
    sell("dan", 100, BEGAN)
    first = made()

    second = made(NOW + timedelta(minutes=2))

    assert second.version == first.version
    assert team_files.find("2026-10") == second
    assert second.as_of == NOW + timedelta(minutes=2)


def test_the_one_before_stays_for_who_reads_it_and_older_ones_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(team_files, "SPARED", timedelta())
    enrol("dan < bob")
    snapshots = []
    for points in (10, 20, 30):
        sell("dan", points, BEGAN)
        snapshots.append(made())

    kept = client("s3").list_objects_v2(Bucket=team_files.BUCKET, Prefix="teams/2026-10/")
    folders = {each["Key"].split("/")[2] for each in kept["Contents"]}

    assert folders == {"current.json", *(each.version for each in snapshots[1:])}


def test_of_two_made_at_once_neither_takes_the_others_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    enrol("dan < bob")
    made()
    put, others = team_files._put, [made]

    def put_at_once(key: str, *more: Any) -> bool:
        """Just before one says that it counts, another comes to its end."""
        if key.endswith("current.json") and others:
            sell("dan", 30, BEGAN)
            others.pop()()
        return put(key, *more)

    sell("dan", 10, BEGAN)
    monkeypatch.setattr(team_files, "_put", put_at_once)
    slower = made()

    assert team_files.find("2026-10") == slower
    assert volumes(slower) == {"bob": (0, 10), "dan": (10, 10)}
    assert volumes(made())["dan"] == (40, 40)


def test_files_that_are_gone_are_there_again_with_the_next_one() -> None:
    enrol("dan < bob")
    folder = f"teams/2026-10/{made().version}/"
    for key, _ in list(team_files._objects(folder))[1:]:
        client("s3").delete_object(Bucket=team_files.BUCKET, Key=key)

    assert volumes(made(NOW + timedelta(minutes=2))) == {"bob": (0, 0), "dan": (0, 0)}


def test_cut_off_before_it_counts_the_one_before_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    enrol("dan < bob")
    first = made()
    sell("dan", 10, BEGAN)
    with monkeypatch.context() as outage:
        outage.setattr(team_files, "_current", lambda month: 1 / 0)
        outage.setattr(team_files, "find", lambda month: first)
        with pytest.raises(ZeroDivisionError):
            made()

    assert team_files.find("2026-10") == first
    assert volumes(first) == {"bob": (0, 0), "dan": (0, 0)}


@pytest.mark.parametrize("seed", SEEDS)
def test_of_random_companies_it_is_what_a_walk_up_from_every_sale_comes_to(seed: int) -> None:
    chance = Random(f"teams {seed}")  # noqa: S311 - no secret
    team = RandomTeam(chance, NOW - timedelta(days=60), NOW)
    team.enrol(18)
    team.move(14)
    sales = Counter[tuple[str, datetime]]()
    starts = team_plan(NOW).month(NOW).starts
    for _ in range(24):
        minutes = chance.randrange(int((NOW - starts) / timedelta(minutes=1)))
        seller, at = team.somebody(), starts + timedelta(minutes=minutes)
        points = chance.randrange(1, 500)
        sell(seller, points, at)
        sales[seller, at] += points * 100

    assert {
        name: (row.own, row.group, row.below, row.customers_below)
        for name, row in rows(made()).items()
    } == dict(_walked(team, sales))


def _walked(
    team: RandomTeam, sales: Counter[tuple[str, datetime]]
) -> Iterator[tuple[str, tuple[int, int, int, int]]]:
    for member in team.sponsors:
        if member in team.retail:
            continue
        own = sum(amount for (seller, _), amount in sales.items() if seller == member)
        group = own + sum(
            amount for (seller, at), amount in sales.items() if team.stood_below(seller, member, at)
        )
        below = {each for each in team.sponsors if team.stood_below(each, member, NOW)}
        yield member, (own, group, len(below - team.retail), len(below & team.retail))


def test_where_many_look_each_asks_once_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    functions = Mock()
    monkeypatch.setattr(asking, "client", lambda _: functions)
    enrol("bob")
    old = made()

    now = NOW + timedelta(seconds=61)
    assert [asking.ask_if_old("2026-10", old, now) for _ in range(5)] == [True] + [False] * 4
    assert asking.ask_if_old("2026-10", old, now + timedelta(seconds=61)) is True
    assert functions.invoke.call_count == 2
    assert functions.invoke.call_args.kwargs == {
        "FunctionName": "commissions-test-team-snapshots",
        "InvocationType": "Event",
        "Payload": b'{"month": "2026-10"}',
    }


def test_of_many_who_ask_at_once_one_is_let_through() -> None:
    enrol("bob")
    made()
    now = NOW + timedelta(seconds=61)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: nightly.of_month("2026-10", now), range(8)))

    assert sum(each is not None for each in answers) == 1
    assert nightly.of_month("2026-10", now, at_once=True) is not None


def test_what_is_fresh_is_not_made_again() -> None:
    enrol("bob")
    found = made()

    assert not is_old(found, NOW + timedelta(seconds=59))
    assert is_old(found, NOW + timedelta(seconds=60))
    assert not is_old(replace(found, took_ms=30_000), NOW + timedelta(seconds=299))
    assert not is_old(replace(found, made_at=found.ends), found.ends + timedelta(minutes=59))
    assert not is_old(replace(found, is_final=True), NOW + timedelta(days=9))
    assert is_old(None, NOW)


def test_every_night_the_index_and_the_months_are_put_right() -> None:
    enrol("dan < bob")

    night = nightly.night(NOW)

    assert (night.reindexed.members, night.reindexed.wrong) == (2, 0)
    assert [each.month for each in night.snapshots] == ["2026-10", "2026-09"]


def test_without_a_plan_there_is_nothing_to_make() -> None:
    stores.put(replace(open_store(), plan="unknown"))
    team_plan_forgets()

    with pytest.raises(NoPlan):
        team_plan(NOW)
    assert nightly.of_month("2026-10", NOW) is None
    assert nightly.night(NOW).snapshots == ()


def team_plan_forgets() -> None:
    from commissions.aws.cache import forget_all

    forget_all()


def test_a_closed_month_is_the_closes_own_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "commissions.application.actions.period_posting.start_posting", lambda *_: "execution"
    )
    company.a_month()
    now = after_all()
    company.closed(tmp_path, now)
    plan: TeamPlan = team_plan(NOW)

    found = build(plan, plan.month(NOW), now)

    assert (found.is_final, found.judged["period"]) == (True, str(OCTOBER))
    ann = rows(found)["ann"]
    assert (ann.rank, ann.own, ann.group, ann.below) == ("manager", 100_00, 10_200_00, 7)
    assert volumes(found)["eve"] == (6_500, 6_500)


class Estimated(JudgedRun):
    """An estimate whose columns a test tells."""

    told: Mapping[str, Any]

    def members(self, *more: str) -> Mapping[str, Any]:
        return {name: self.told[name] for name in ("member", "rank", "active", *more)}


def estimated(monkeypatch: pytest.MonkeyPatch, *, missed: list[int], active: list[int]) -> None:
    """dan, cat and bob, by an estimate of a plan with one period of grace."""
    about = {"period": "hyb/month/2026-10", "as_of": NOW.isoformat(), "is_estimate": True}
    about |= {"ends": "2026-11-01T05:00:00.000000Z"}
    run = Mock(ranks=["partner"])
    found = Estimated(run, about)
    told = {"member": ["dan", "cat", "bob"], "rank": [0, 0, 0], "periods_missed": missed}
    object.__setattr__(found, "told", told | {"active": active})
    monkeypatch.setattr(building, "judged_run", lambda *_: found)
    monkeypatch.setattr(TeamPlan, "grace", 1)


def test_who_is_active_by_grace_that_ends_with_the_period_is_told_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    enrol("dan < cat < bob")
    estimated(monkeypatch, missed=[1, 0, 2], active=[1, 1, 0])

    found = made()
    source, told = TeamReader(found).source, rows(found)

    assert {name: (row.is_active, row.lapses) for name, row in told.items()} == {
        "dan": (True, True),
        "cat": (True, False),
        "bob": (False, False),
    }
    assert told["bob"].active_below == 2
    assert source.lapses_at == datetime(2026, 11, 1, 5, tzinfo=UTC)
    assert source.days_left(told["dan"], NOW + timedelta(days=5)) == 3


@pytest.mark.parametrize(
    ("status", "grace"),
    [
        ({"grace_periods": 2}, 2),
        ({"grace_periods": 2, "window": "month"}, 2),
        ({"grace_periods": 2, "window": "week"}, 0),
        ({}, 0),
    ],
)
def test_grace_counts_where_activity_goes_by_the_period_of_ranks(
    status: dict[str, Any], grace: int
) -> None:
    always = {"active": {"metric": "status", "op": "in", "value": ["active"]}}

    assert TeamPlan(a_plan(status=always | status)).grace == grace
