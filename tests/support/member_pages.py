"""Facts of a member's pages, as tests of views and of what is rendered like to write them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.member_month import MemberMonth
from commissions.domain.ledger.member_orders import MemberOrder, member_order
from commissions.domain.payouts.home_facts import HomeFacts, OnHold
from commissions.domain.payouts.member_hold import ListedOrder, free_at
from commissions.domain.payouts.month_standing import month_standings
from commissions.pages.frame import Frame
from commissions.pages.text import Text
from tests.support.builders import a_plan
from tests.support.random_lives import terms_of
from tests.support.said import every_update, months
from tests.support.settled_orders import PLACED, a_refund, sold

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
MONTH = "2026-11"
HOLD = 30
EVIL = "</b></title><script>alert(1)</script>\"' onload=x style=y &amp; \u202eX" + "W" * 300
"""What a shop may call a product."""
LANGUAGES = ("en", "de", "en-XA", "ar-XB")


def a_frame(language: str = "en", **changed: Any) -> Frame:
    given: dict[str, Any] = {
        "family": "app",
        "active": "home",
        "text": Text(language),
        "zone": "America/New_York",
        "who": "cara",
        "roles": frozenset({"member"}),
        "company": "Harbour Tea",
        "now": NOW,
    }
    return Frame(**given | changed)


def renamed(chain: Sequence[Journal], number: int) -> list[Journal]:
    """As another order, an hour later each."""
    later = timedelta(hours=number)
    return [
        replace(
            each,
            order_key=f"shopify/tea/{1000 + number}",
            effective_at=each.effective_at + later,
            recorded_at=each.recorded_at + later,
        )
        for each in chain
    ]


def chains(many: int = 3, line: str = "cat < bob", sku: str = "TEA") -> list[list[Journal]]:
    """Sales, every third with a refund."""
    found = []
    for number in range(many):
        refunds = [a_refund()] if number % 3 == 1 else []
        chain = renamed(sold(line, *refunds), number)
        if sku != "TEA":
            chain = [_with_sku(each, sku) for each in chain]
        found.append(chain)
    return found


def _with_sku(journal: Journal, sku: str) -> Journal:
    maps = tuple(each.replace("TEA", sku) for each in journal.context.maps)
    return replace(journal, context=replace(journal.context, maps=maps))


def orders(who: str, told: Sequence[Sequence[Journal]]) -> list[MemberOrder]:
    """The newest first."""
    terms = terms_of(a_plan())
    found = [member_order(who, chain, lambda _p, _v: terms, MONTH) for chain in told]
    return sorted((each for each in found if each), key=lambda each: each.at, reverse=True)


def listed(who: str, told: Sequence[Sequence[Journal]]) -> tuple[ListedOrder, ...]:
    found = orders(who, told)
    return tuple(ListedOrder(each, free_at(each.lines, lambda _p, _v: HOLD)) for each in found)


def month_of(who: str, told: Sequence[Sequence[Journal]]) -> MemberMonth:
    """What all of them come to."""
    every = [journal for chain in told for journal in chain]
    found = months(every_update(every, terms_of(a_plan())))
    return found.get((who, MONTH)) or nothing(who)


def nothing(who: str = "cat") -> MemberMonth:
    return MemberMonth(
        member_id=who, month=MONTH, version=0, lines=0, orders=0, refunds=0, volumes={}, money=()
    )


def home_facts(
    who: str = "cat", told: Sequence[Sequence[Journal]] = (), **changed: Any
) -> HomeFacts:
    """All of the month is on hold."""
    month = month_of(who, told)
    earned: Mapping[str, int] = {each.currency: each.net for each in month.money} or {"USD": 0}
    given: dict[str, Any] = {
        "today": date(2026, 11, 29),
        "month": month,
        "standings": {
            name: month_standings({MONTH: net}, {MONTH: net}, ())[MONTH]
            for name, net in earned.items()
        },
        "on_hold": {
            name: OnHold(amount=net, next_release=PLACED + timedelta(days=HOLD), weeks=())
            for name, net in earned.items()
        },
        "owed": {},
        "minimum": {"USD": 25_00},
        "currency": "USD",
        "latest": listed(who, told),
        "inactive": None,
        "came_back": "",
    }
    return HomeFacts(**given | changed)
