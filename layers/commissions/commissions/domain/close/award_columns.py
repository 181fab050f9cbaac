"""What a bonus brings to whom, row by row; and awards, each rounded once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from fractions import Fraction

import numpy as np

from commissions.domain.close.exact import (
    SAFE,
    Mask,
    Places,
    Whole,
    narrowed,
    product,
    rounded,
    slim,
    summable,
)
from commissions.domain.close.terms import Part, PlanTerms

ORDER, SOURCE, LEVEL = "order", "source", "level"
NO_KEY = -1
RANKS = 1 << 20
"""More than any plan has. A rank may bear `RANKS x place` where the one of the first place is
shown."""
NO_RATE = -1


class Reason(IntEnum):
    """Why an award is not paid, or what cut it."""

    PAID = 0
    NOT_ACTIVE = 1
    TOO_DEEP = 2
    BELOW_RANK = 3
    NOT_PAID = 4
    NOBODY_LEFT = 5
    GROUP_ENDS = 6
    TOO_SMALL_ORDER = 7
    NOT_DEEP = 8
    BLOCKED = 9
    NOT_ABOVE = 10
    TOO_FEW_GROUPS = 11
    TOO_SMALL = 12
    CUT_BY_BONUS = 13
    CUT_BY_PERSON = 14
    CUT_BY_COMPANY = 15
    NOTHING_MATCHED = 16
    CUT_BY_BINARY = 17
    AFTER_THE_CLOSE = 18
    """Neither: what a closed period changed by, when it was closed again."""


class KeyKind(IntEnum):
    """What the source of an award names."""

    ORDER = 0
    MEMBER = 1
    RANK = 2
    RETURNED = 3
    """An order of a closed period, of which something came back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardColumns:
    """The awards of one bonus; rows of one key stand together. Of what is no volume or money the
    columns are as narrow as their figures (see `slim`)."""

    bonus: str
    kind: str
    keys: KeyKind
    member: Places
    """Nobody's number where a level found nobody."""
    level: Places
    key: Places
    """The order, member or rank it came from; NO_KEY where one award sums them up."""
    rank: Places
    """Heights."""
    base: Whole
    rate: Whole
    """The one rate, over `denominator`; NO_RATE where several were mixed, or there is none."""
    denominator: int
    raw: Whole
    amount: Whole
    reason: Places
    as_fraction: bool = False
    """Whether rates are shown as fractions, as weights are, instead of as decimals."""

    @property
    def size(self) -> int:
        return self.member.size


Rows = dict[str, Whole]
"""Columns by name."""
AT_ONCE = 4_000_000
"""Rows that are kept before they are added up."""


@dataclass
class Shares:
    """Rows as a kind finds them. `denominator`: of the rates, so that `base x rate` over it, and
    over how many of the base are one of what the rate is of (`unit`), is money."""

    bonus: Part
    denominator: int
    unit: int
    keys: KeyKind
    at_once: int = AT_ONCE
    _rows: list[Rows] = field(default_factory=list)

    @property
    def by_level(self) -> bool:
        """Whether one award sums up all that comes to a level."""
        return bool(self.bonus.get("award", ORDER) == LEVEL)

    def add(  # noqa: PLR0913 - what a row is made of
        self,
        *,
        member: Places,
        level: Places | int,
        key: Places | int = NO_KEY,
        rank: Places | int = 0,
        base: Whole,
        rate: Whole | int = NO_RATE,
        money: Whole | None = None,
        mixed: Mask | None = None,
        reason: Places | int = Reason.PAID,
    ) -> None:
        """`money`: over the same denominators, where it is no rate of the base. `mixed`: rows that
        are of several rates. Of several `rank`s of one award the least is shown (see `RANKS`)."""
        if not member.size:
            return
        rate = np.broadcast_to(np.asarray(rate), member.shape)
        paid = product(base, np.maximum(rate, 0)) if money is None else money
        shown = rate if mixed is None else np.where(mixed, NO_RATE, rate)
        told = {"level": level, "key": key, "rank": rank, "rate": shown, "reason": reason}
        rows = {
            name: np.broadcast_to(slim(np.asarray(each)), member.shape)
            for name, each in told.items()
        }
        self._keep({**rows, "member": slim(member), "base": base, "money": paid})

    def _keep(self, rows: Rows) -> None:
        """Adds up what is of one award whenever much has come together: orders that climb a long
        line bring a row a step."""
        self._rows.append(rows)
        if sum(each["member"].size for each in self._rows) > self.at_once:
            self._rows.append(self._added_up())
            self.at_once = max(AT_ONCE, 2 * self._rows[0]["member"].size)

    def _added_up(self) -> Rows:
        """One row for each member, level, key and reason. What was kept is used up, a column at a
        time."""
        keys = {name: self._taken(name) for name in _KEYS}
        order, begins = _groups(keys)
        first = order[begins]
        found = {name: keys.pop(name)[first] for name in _KEYS}
        for name, added_up in _ADDED_UP.items():
            found[name] = added_up(self._taken(name)[order], begins)
        self._rows.clear()
        return found

    def awards(self, terms: PlanTerms) -> AwardColumns:
        rows = self._added_up()
        paid = rows["reason"] == Reason.PAID
        minor = Fraction(terms.minor, self.unit * self.denominator)
        exact = product(np.where(paid, rows.pop("money"), 0), minor.numerator)
        amount = rounded(exact, minor.denominator, terms.mode)
        return AwardColumns(
            bonus=self.bonus["id"],
            kind=self.bonus["kind"],
            keys=self.keys,
            member=rows["member"],
            level=rows["level"],
            key=rows["key"],
            rank=slim(rows["rank"].astype(np.int64) % RANKS),
            base=narrowed(rows["base"]),
            rate=rows["rate"],
            denominator=self.denominator,
            raw=amount,
            amount=amount,
            reason=np.where(paid & (amount == 0), int(Reason.TOO_SMALL), rows["reason"]),
        )

    def _taken(self, name: str) -> Whole:
        found = [rows.pop(name) for rows in self._rows]
        return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


def _groups(rows: Rows) -> tuple[Places, Places]:
    """Rows in an order in which those of one award stand together, as they came; and where each
    award begins."""
    keys = _one_key([rows[name] for name in _KEYS])
    order = np.lexsort(keys[::-1]) if len(keys) > 1 else np.argsort(keys[0], kind="stable")
    changes = np.zeros(order.size, dtype=bool)
    changes[:1] = True
    for column in keys:
        there = column[order]
        changes[1:] |= there[1:] != there[:-1]
    return order, np.flatnonzero(changes)


def _one_key(columns: list[Places]) -> list[Places]:
    """The columns as one that sorts alike, which is several times as quick; where it fits."""
    if not columns[0].size:
        return columns[:1]
    key, span = np.zeros(columns[0].size, dtype=np.int64), 1
    for column in columns:
        low, many = int(column.min()), int(column.max()) - int(column.min()) + 1
        span *= many
        if span >= SAFE:
            return columns
        key *= many
        key += column
        key -= low
    return [key]


def _summed(values: Whole, begins: Places) -> Whole:
    return np.add.reduceat(summable(values), begins) if begins.size else values


def _least(values: Whole, begins: Places) -> Whole:
    return np.minimum.reduceat(values, begins) if begins.size else values


def _one_rate(rates: Whole, begins: Places) -> Whole:
    if not begins.size:
        return rates
    low, high = np.minimum.reduceat(rates, begins), np.maximum.reduceat(rates, begins)
    return np.where(low == high, low, NO_RATE)


_KEYS = ("member", "level", "key", "reason")
_ADDED_UP: Mapping[str, Callable[[Whole, Places], Whole]] = {
    "base": _summed,
    "money": _summed,
    "rank": _least,
    "rate": _one_rate,
}
"""What of the rows of one award is told of it."""
