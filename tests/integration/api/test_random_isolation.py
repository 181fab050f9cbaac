"""Random companies, in which everybody asks of everybody and of every order, by pages and by the
API: nobody is told anything of who does not stand below, nor of an order without a line of theirs.

`make proof` goes through more than 10,000 pairs; COMMISSIONS_PROOF says how many companies.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from random import Random
from unittest.mock import Mock

import pytest

from commissions.application.teams import asking
from commissions.application.teams.building import build
from commissions.application.teams.plans import team_plan
from commissions.pages.addresses import part_of
from commissions.runtime.api import member as api
from commissions.runtime.http_api import family
from commissions.runtime.pages.member import PREFIX, ROUTES
from commissions.tables import plans, stores
from tests.integration.pages.test_team import shown
from tests.support.api import ApiOf
from tests.support.frozen import published
from tests.support.member_sales import NOW, days_ago, order_key, sell, the_plan
from tests.support.pages import Answered, OpenGate, ask, page_event, somebody
from tests.support.pipeline_driver import open_store
from tests.support.proof_size import proof_size
from tests.support.quick_reads import quick_reads
from tests.support.random_teams import RandomTeam

COMPANIES = range(proof_size(1, 24))
MEMBERS, ORDERS = (9, 3) if len(COMPANIES) == 1 else (22, 8)
BEGAN = NOW - timedelta(days=60)
NAMED = re.compile(r"\bm\d+\b", re.ASCII)


@dataclass
class AskedCompany:
    """People with moves behind and ahead of them, and what some of them sold."""

    chance: Random
    orders: dict[str, set[str]] = field(default_factory=dict)
    """By number who has a line of it."""
    sellers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.team = RandomTeam(self.chance, BEGAN, NOW)
        self.team.enrol(MEMBERS)
        self.team.move(MEMBERS // 2)
        for number in range(ORDERS):
            line = self._line(self.chance.choice(self.people))
            at = days_ago(self.chance.uniform(1, 20))
            journals = sell(f"{number}", at, line=" < ".join(line))
            self.sellers[f"{number}"] = line[0].partition(":")[0]
            self.orders[f"{number}"] = {e.earner for j in journals for e in j.lines} - {""}
        plan = team_plan(NOW)
        build(plan, plan.month(NOW), NOW)
        self.team.move(MEMBERS // 2)

    @cached_property
    def people(self) -> list[str]:
        return sorted(set(self.team.sponsors) - self.team.retail)

    def _line(self, who: str) -> list[str]:
        """With ranks, of distributors alone."""
        above = [each for each in self.people if self.team.is_below(who, each, NOW)]
        above.sort(key=lambda each: -sum(self.team.is_below(each, top, NOW) for top in above))
        return [f"{each}:gold" for each in (who, *above)][:4]

    def below(self, who: str) -> set[str]:
        found = {each for each in self.team.sponsors if self.team.is_below(each, who, NOW)}
        return found - self.team.retail

    def pairs(self) -> Iterator[tuple[str, str, bool]]:
        for who in self.people:
            own = {who, *self.below(who)}
            for other in (*sorted(self.team.sponsors), "m4711"):
                yield who, other, other in own

    def order_pairs(self) -> Iterator[tuple[str, str, bool]]:
        for who in self.people:
            for number in (*self.orders, "4711"):
                yield who, number, who in self.orders.get(number, ())


def page(path: str, who: str) -> Answered:
    handler = family(PREFIX, ROUTES, gate=OpenGate(somebody(member_id=who)))
    path, _, query = path.partition("?")
    return ask(handler, page_event(path, query=query, now=NOW))


def resource(path: str, who: str) -> Answered:
    return ApiOf(api.ROUTES, somebody(member_id=who), now=NOW).get(f"/api/v1/me{path}")


@pytest.fixture
def _nothing(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(asking, "client", lambda _: Mock())
    published("bin10")
    plans.publish(the_plan().text)
    stores.put(replace(open_store(), plan="bin10"))
    with quick_reads(monkeypatch):
        yield


@pytest.mark.usefixtures("_nothing")
@pytest.mark.parametrize("seed", COMPANIES)
def test_nobody_is_told_anything_of_who_does_not_stand_below(seed: int) -> None:
    company = AskedCompany(Random(f"isolation {seed}"))  # noqa: S311 - no secret
    pairs = 0
    leaks: list[tuple[object, ...]] = []
    for who, other, may in company.pairs():
        pairs += 1
        part = part_of(other)
        answers = {
            path: ask_of(path, who)
            for ask_of, path in (
                (page, f"/app/team/members/{part}"),
                (page, f"/app/team/below/{part}"),
                (resource, f"/team/{part}"),
                (resource, f"/team/{part}/below"),
            )
        }
        wrong = [path for path, each in answers.items() if (each.status == 200) != may]
        leaks += [(who, path, answers[path].status) for path in wrong]
        leaks += [
            (who, path, each.status, names)
            for path, each in answers.items()
            if (names := named(each, company, who))
        ]
    for who, number, may in company.order_pairs():
        pairs += 1
        key = part_of(order_key(number))
        for answer in (page(f"/app/orders/{key}/why", who), resource(f"/orders/{key}", who)):
            if (answer.status == 200) != may or named(answer, company, who):
                leaks.append((who, f"order {number}", answer.status))
    assert leaks == []
    assert pairs >= (60 if len(COMPANIES) == 1 else 420)


@pytest.mark.usefixtures("_nothing")
@pytest.mark.parametrize("seed", COMPANIES)
def test_no_list_has_who_does_not_stand_below_or_an_order_of_others(seed: int) -> None:
    company = AskedCompany(Random(f"lists {seed}"))  # noqa: S311 - no secret
    named_in_all = 0
    for who in company.people:
        below = company.below(who)
        for path in ("/app/team", "/app/team?view=list&sort=id"):
            assert set(shown(page(path, who).text)) <= below, (who, path)
        for path in ("/team?sort=id", f"/team/{who}/below", "/ranks", "/summary", "/lines"):
            answer = resource(path, who)
            assert not named(answer, company, who), (who, path)
            named_in_all += len(NAMED.findall(answer.text))
        own = {number for number, theirs in company.orders.items() if who in theirs}
        listed = json.loads(resource("/orders", who).text)["items"]
        assert {each["number"] for each in listed} == own, who
        links = re.findall(r"shopify~2Ftea-us~2F(\d+)/why", page("/app/orders", who).text)
        assert set(links) == own, who
    assert named_in_all


def named(answer: Answered, company: AskedCompany, who: str) -> set[str]:
    """Whom an answer of the API names though they are nobody to who asks; the seller of an order
    stands in the statement of whoever was paid for it."""
    if not answer.headers["content-type"].startswith("application/json"):
        return set()
    sold = {company.sellers[number] for number, has in company.orders.items() if who in has}
    return set(NAMED.findall(answer.text)) - company.below(who) - {who} - sold
