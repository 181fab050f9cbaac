"""What a member's first page shows, in three round trips: all their months, the lines that may be
on hold, and the newest orders with the member's own edges and accounts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from commissions.application.queries import hold_window, member_month
from commissions.application.queries.hold_window import HoldWindow
from commissions.application.queries.home_money import HomeMoney
from commissions.application.queries.member_orders import (
    OrdersAsked,
    OrdersPage,
    OrdersReader,
    orders_of,
)
from commissions.application.queries.published_plans import PublishedPlans
from commissions.domain.ledger.member_month import member_month as nothing_in
from commissions.domain.payouts.home_facts import HomeFacts, InactiveSince, last_came_back
from commissions.domain.people.genealogy import Edge, position_at, status_since
from commissions.domain.people.upline import Ancestor
from commissions.domain.plans.activity_now import is_active

SHOWN_MAX = 9
"""Orders that the page shows."""
LOOKED_AT = 14
"""Orders that are looked at for them: those that stand elsewhere in the month are left out."""


@dataclass(frozen=True)
class HomeReader:
    """Whose page, of which month. `zone`: the member's own clock, by which weeks end."""

    member: str
    month: str
    plans: PublishedPlans
    now: datetime
    zone: str

    def read(self) -> HomeFacts:
        """Raises NotCountedYet."""
        months = {each.month: each for each in member_month.every_month(self.member)}
        window = self._window()
        latest = self._latest(window)
        money = HomeMoney(months, window, latest.accounts, self.now, self.zone)
        month = months.get(self.month) or nothing_in(self.member, self.month, ())
        earned_in = [each.currency for each in month.money]
        known = list(dict.fromkeys([*earned_in, *self._currencies()]))
        return HomeFacts(
            today=self.plans.today(self.now),
            month=month,
            standings={each: money.standing(self.month, each) for each in known},
            on_hold={each: money.on_hold(each) for each in known} if self.is_current else {},
            owed={each: owed for each in known if (owed := money.owed(each))},
            minimum=dict(self._minimums(known)),
            currency=known[0],
            latest=tuple(latest.listed[:SHOWN_MAX]),
            inactive=self._inactive(latest.edges) if self.is_current else None,
            came_back=next(_came_back(latest), ""),
        )

    @property
    def is_current(self) -> bool:
        return self.month == self.plans.month_now(self.now)

    def _window(self) -> HoldWindow:
        """All of the month, and before it what may be on hold; of a month that is over, no more
        than its own lines."""
        begins, ends = self.plans.span(self.month)
        held_since = self.now - timedelta(days=self.plans.longest_hold)
        since = min(begins, held_since) if held_since < ends else begins
        return hold_window.read(self.member, since, ends, self.plans)

    def _latest(self, window: HoldWindow) -> OrdersPage:
        asked = OrdersAsked(month=self.month)
        reader = OrdersReader(self.member, asked, self.plans, most=LOOKED_AT)
        return orders_of(reader, window.pages[0])

    def _currencies(self) -> Sequence[str]:
        """In which plans in force earn."""
        return [each.base_currency for each in self.plans.in_force(self.now)] or ["USD"]

    def _minimums(self, currencies: Sequence[str]) -> Iterator[tuple[str, int]]:
        for each in currencies:
            terms = self.plans.payout_terms(each, self.now)
            if terms and each in terms.minimum:
                yield each, terms.minimum[each]

    def _inactive(self, edges: Sequence[Edge]) -> InactiveSince | None:
        """None where a plan would pay by level, where it takes a period to know, and of who has no
        place in the tree."""
        if not edges or self.now < edges[0].since:
            return None
        place = position_at(self.member, edges, self.now)
        standing = Ancestor(self.member, place.status, place.rank)
        said = [is_active(each, standing) for each in self.plans.in_force(self.now)]
        since = status_since(edges, self.now)
        if not said or any(each is not False for each in said) or since is None:
            return None
        return InactiveSince(status=place.status, since=since)


def _came_back(latest: OrdersPage) -> Iterator[str]:
    """Payouts whose money came back, where nothing was paid since."""
    for account in latest.accounts.values():
        if batch := last_came_back(account.moves):
            yield batch
