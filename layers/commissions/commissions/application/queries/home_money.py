"""What became of a member's money, by month and currency, for their first page."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from commissions.application.queries import hold_window
from commissions.application.queries.hold_window import HoldWindow
from commissions.domain.ledger.member_month import MemberMonth
from commissions.domain.payouts.free_parts import FreePart
from commissions.domain.payouts.home_facts import OnHold, on_hold
from commissions.domain.payouts.month_standing import MonthStanding, month_standings
from commissions.domain.payouts.standing import PayoutMove
from commissions.tables.payees import PayeeAccount

NOTHING = MonthStanding(earned=0, held=0, available=0, paid=0)


@dataclass(frozen=True)
class HomeMoney:
    """`months`: all of the member's, by month; `window`: the lines that may be on hold."""

    months: Mapping[str, MemberMonth]
    window: HoldWindow
    accounts: Mapping[str, PayeeAccount]
    now: datetime
    zone: str

    def standing(self, month: str, currency: str) -> MonthStanding:
        """What became of what a month brought."""
        earned = {name: each.of(currency).net for name, each in self.months.items()}
        found = month_standings(earned, self._held(currency), self._moves(currency))
        return found.get(month, NOTHING)

    def on_hold(self, currency: str) -> OnHold:
        """Of all months."""
        return on_hold(self._parts(currency), self.now, self.zone)

    def owed(self, currency: str) -> int:
        """What the member owes: what was taken back and had been paid, as far as nothing that was
        earned since makes up for it."""
        earned = sum(each.of(currency).net for each in self.months.values())
        moved = sum(each.change for each in self._moves(currency))
        return max(0, -(earned - sum(self._held(currency).values()) + moved))

    def _moves(self, currency: str) -> tuple[PayoutMove, ...]:
        account = self.accounts.get(currency)
        return account.moves if account else ()

    def _held(self, currency: str) -> Mapping[str, int]:
        """By month, what is not free yet."""
        held: Counter[str] = Counter()
        for part in self._parts(currency):
            if part.at <= self.now < part.free_at:
                held[self._month(part)] += part.amount
        return held

    def _parts(self, currency: str) -> list[FreePart]:
        if self.window.is_whole:
            return self.window.parts(currency)
        every = list(self.months.values())
        return hold_window.parts_by_day(every, currency, self.window.plans)

    def _month(self, part: FreePart) -> str:
        return self.window.months.get(part.event_id) or part.event_id.partition("/")[0]
