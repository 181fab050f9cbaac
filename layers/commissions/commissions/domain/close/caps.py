"""Caps of bonuses and of persons: each owner's awards fill them, so that the last ones are cut.

Nearly nobody reaches a cap: whose sums stay below every limit is not looked at again, and only the
awards of the others are gone through, one after the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import numpy as np

from commissions.domain.close.award_columns import AwardColumns, Reason
from commissions.domain.close.close import ClosingPeriod
from commissions.domain.close.exact import Places, Whole, plus
from commissions.domain.close.primitives import pushed
from commissions.domain.close.terms import whole
from commissions.domain.close.told import key_texts


@dataclass(slots=True)
class _Cap:
    name: str
    limit: int
    reason: Reason
    filled: Whole
    """By owner, what has been given under it so far."""


@dataclass(frozen=True)
class OwnerCaps:
    close: ClosingPeriod

    def cut(self, awards: AwardColumns) -> AwardColumns:
        """The lowest levels of each member first, of an owner the earlier members."""
        caps = self._caps_of(awards.bonus)
        if not caps:
            return awards
        owner = self.close.period.members.owner[awards.member]
        known = awards.member != self.close.nobody
        given = np.where(known, awards.amount, 0)
        suspects = self._suspects(caps, owner, np.maximum(given, 0))
        rows = np.flatnonzero(known & suspects[owner])
        amount, reason = awards.amount.copy(), awards.reason.copy()
        calm = np.where(suspects[owner], 0, given)
        for cap in caps:
            cap.filled = plus(cap.filled, pushed(calm, owner, self._owners))
        for row in self._in_order(awards, rows):
            self._cut(int(owner[row]), int(row), amount, reason, caps)
        return replace(awards, amount=amount, reason=reason)

    @property
    def _owners(self) -> int:
        return len(self.close.period.members.owners)

    def _caps_of(self, bonus: str) -> list[_Cap]:
        words = self.close.terms.document["caps"].get("bonus") or {}
        own = [
            _Cap(f"bonus {bonus}", self._minor(amount), Reason.CUT_BY_BONUS, self._nothing())
            for amount in words.get(bonus, {}).values()
        ]
        return [*own, *self._person_caps]

    @cached_property
    def _person_caps(self) -> list[_Cap]:
        return [
            _Cap(
                "person",
                self._minor(cap["amount"]),
                Reason.CUT_BY_PERSON,
                self._before(cap["period"]),
            )
            for cap in self.close.terms.document["caps"].get("person") or []
        ]

    def _before(self, period: str) -> Whole:
        """By owner, what earlier closes of the period have paid, and this one's orders."""
        paid = self.close.period.paid_within.get(period, {})
        earned = self.close.period.sales.earned_by_owner
        if not paid and not earned:
            return self._nothing()
        owners = self.close.period.members.owners
        return whole([paid.get(each, 0) + earned.get(each, 0) for each in owners])

    def _nothing(self) -> Whole:
        return np.zeros(self._owners, dtype=np.int64)

    def _suspects(self, caps: list[_Cap], owner: Places, positive: Whole) -> Whole:
        """By owner, who may come to a cap."""
        most = pushed(positive, owner, self._owners)
        found = np.zeros(self._owners, dtype=bool)
        for cap in caps:
            found |= plus(cap.filled, most) > cap.limit
        return found

    def _in_order(self, awards: AwardColumns, rows: Places) -> Iterator[int]:
        numbers = self.close.period.members.enrolment
        keys = key_texts(awards, self.close)

        def place(row: int) -> tuple[int, int, str]:
            return int(numbers[awards.member[row]]), int(awards.level[row]), keys(row)

        return iter(sorted(rows.tolist(), key=place))

    def _cut(self, owner: int, row: int, amount: Whole, reason: Places, caps: list[_Cap]) -> None:
        given = int(amount[row])
        if given > 0:
            room = [(cap.limit - int(cap.filled[owner]), cap.name, cap) for cap in caps]
            least, _, cap = min(room, key=_room)
            if least < given:
                given = max(0, least)
                amount[row], reason[row] = given, int(cap.reason)
        for cap in caps:
            cap.filled[owner] += given

    def _minor(self, amount: str) -> int:
        return int(Fraction(amount) * self.close.terms.minor)


def _room(each: tuple[int, str, _Cap]) -> tuple[int, str]:
    return each[0], each[1]
