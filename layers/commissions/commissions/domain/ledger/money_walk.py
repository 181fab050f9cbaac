"""Walks an order's snapshots by business time: what came in, and what of its cost is short.

The rule, its words and its worked examples are in docs/money.md.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from commissions.domain.ledger.components import Components
from commissions.domain.ledger.refunds import NOTHING
from commissions.domain.ledger.unpaid import Rise, rise_of
from commissions.domain.orders.order import OrderPlaced

VOIDED = "voided"
A_CENT = Fraction(1)
"""A status that says paid beats as much as this, in minor units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """By what an order's sums are judged."""

    paid: Collection[str]
    """Statuses that count as paid."""
    share_partial: bool = False
    """An order that was never paid in full earns in proportion."""
    spread: bool = True
    """Whether goodwill takes commissions; amounts that were told without tax then fall to the lines
    when they are told."""
    disputes_lost: tuple[tuple[datetime, int], ...] = ()
    """When disputes were lost, and what each took, in gross: never kept, under any policy."""
    exchanged_at: datetime | None = None
    """When a person said that goods which had come back without money were exchanged: those count
    as kept."""

    def lost(self, until: datetime | None = None) -> int:
        """What disputes took that were lost by a moment, or at all."""
        return sum(amount for at, amount in self.disputes_lost if until is None or at <= until)


@dataclass(slots=True)
class _Base:
    """The latest snapshot by which all was paid for."""

    kept: dict[str, Fraction] = field(default_factory=dict)
    back: Fraction = NOTHING
    """What had been given back by then."""
    named: Fraction = NOTHING
    no_goodwill: Fraction = NOTHING
    """Of what had been given back by then, what was no goodwill."""
    credit: Fraction = NOTHING


@dataclass(frozen=True, slots=True)
class Sums:
    """What a snapshot makes of the walk so far."""

    back: Fraction
    """What was given back in all."""
    unnamed: Fraction
    """Of that, what names no goods."""
    no_goodwill: Fraction
    """Of that, what is the money of goods that are gone."""
    sure: Fraction
    """The same, where nothing is guessed from an edit."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Of what is owed, what no money is there for."""

    all: Fraction
    unpaid: Fraction

    @property
    def goodwill(self) -> Fraction:
        return self.all - self.unpaid


@dataclass(slots=True)
class Walk:
    """Over the snapshots of an order, the oldest first."""

    rules: Rules
    received: Fraction = NOTHING
    base: _Base = field(default_factory=_Base)
    paid_in_full: bool = False
    vouched: bool = False
    """Whether a status has said already that the order is paid."""
    rises: list[Rise] = field(default_factory=list)
    _before: Components | None = None

    def visit(self, order: OrderPlaced, parts: Components) -> None:
        sums = self._sums(parts, disputes=self.rules.lost(order.updated_at))
        came_in = self._came_in(order, parts, sums)
        is_void = order.status == VOIDED
        self.received = NOTHING if is_void else max(self.received, came_in)
        self.vouched = not is_void and (self.vouched or order.status in self.rules.paid)
        short = self._shortfall(parts, sums)
        is_paid = self.received > 0 or order.status in self.rules.paid
        is_covered = is_paid and self.covers(parts, short)
        if order.is_gone_by_word:
            # Its goods may be there again by the next word, which no money has come for: what
            # comes later is held against what was there before.
            self.paid_in_full = self.paid_in_full or is_covered
            return
        if is_covered:
            self._rest_on(parts, sums, short)
        else:
            self.rises.append(rise_of(self._before, parts))
        self._before = parts

    def end(self, parts: Components) -> tuple[Sums, Shortfall]:
        """As it stands with all that was given back."""
        sums = self._sums(parts, disputes=self.rules.lost())
        return sums, self._shortfall(parts, sums)

    def credit(self, parts: Components) -> Fraction:
        """What is with the shop of goods that are gone."""
        sums, _ = self.end(parts)
        return max(NOTHING, self.received - sums.back - parts.owed)

    def covers(self, parts: Components, short: Shortfall) -> bool:
        """Whether all was paid for, but for rounding."""
        return short.unpaid <= parts.rounding

    def _sums(self, parts: Components, *, disputes: int) -> Sums:
        base, kept = self.base, parts.kept
        gone = sum(
            (max(NOTHING, was - kept.get(name, NOTHING)) for name, was in base.kept.items()),
            NOTHING,
        )
        named = max(NOTHING, parts.named - base.named)
        back = parts.named + parts.unnamed + disputes
        since = max(NOTHING, back - base.back)
        return Sums(
            back=back,
            unnamed=parts.unnamed + disputes,
            no_goodwill=base.no_goodwill + min(since, base.credit + max(gone, named)),
            sure=base.no_goodwill + min(since + self._fees(parts), base.credit + named),
        )

    def _came_in(self, order: OrderPlaced, parts: Components, sums: Sums) -> Fraction:
        """What has come in by a snapshot, as far as it says."""
        is_paid = order.status in self.rules.paid
        in_full = parts.owed + sums.sure
        if order.received is not None:
            told = Fraction(order.received)
            return in_full if is_paid and _is_rounding(in_full - told, parts) else told
        if order.unpaid > 0:
            fees = min(self._fees(parts), max(NOTHING, -sums.unnamed))
            return parts.owed - order.unpaid + sums.back - max(NOTHING, sums.unnamed) + fees
        # It stays when an edit raises the total: it is good for the total it was first said of.
        if is_paid and self.vouched and order.has_word_of_payment:
            return in_full if _is_rounding(in_full - self.received, parts) else self.received
        return in_full if is_paid else NOTHING

    def _fees(self, parts: Components) -> Fraction:
        """What was kept of goods that went back, where no earlier snapshot says what came in: it
        had come in as well."""
        return NOTHING if self.received else parts.fees

    def _shortfall(self, parts: Components, sums: Sums) -> Shortfall:
        """A shortfall no larger than rounding is none, unless nothing is left of the money; and so
        little left that no money is that small is nothing."""
        owed, left = parts.owed, self.received - sums.back
        short = min(max(NOTHING, owed - left), max(NOTHING, owed))
        if left > 0 and short <= parts.rounding:
            short = NOTHING
        elif short and left < parts.left_by_rounding:
            short = max(NOTHING, owed)
        unpaid = min(short, max(NOTHING, owed - (self.received - sums.no_goodwill)))
        return Shortfall(short, unpaid)

    def _rest_on(self, parts: Components, sums: Sums, short: Shortfall) -> None:
        # What went back beyond all that came was the shop's own: it buys nothing that comes later.
        no_goodwill = min(sums.back, self.received) - short.goodwill
        self.base = _Base(
            kept=dict(parts.kept),
            back=sums.back,
            named=parts.named,
            no_goodwill=no_goodwill,
            credit=max(NOTHING, self.received - no_goodwill - parts.owed),
        )
        self.paid_in_full, self.rises = True, []


def _is_rounding(short: Fraction, parts: Components) -> bool:
    return NOTHING < short <= max(A_CENT, parts.rounding)
