"""What stands of an order, from three sums: what it costs now, what has come in, what went back.

A walk over the order's snapshots by business time; arrival plays no part. All sums are exact
fractions of a minor unit of the order's currency, with tax. The rule, its words and its worked
examples are in docs/money.md.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction

from commissions.domain.ledger.components import Component, Components, components_of, priced
from commissions.domain.ledger.refunds import NOTHING, WHOLE
from commissions.domain.orders.order import Item, OrderPlaced, OrderRefunded

Amounts = dict[str, Fraction]
VOIDED = "voided"
A_CENT = Fraction(1)
"""A status that says paid beats as much as this, in minor units."""


@dataclass(frozen=True, slots=True)
class LineShare:
    """How a line stands: what of it is not paid for lowers what an award is based on, what came
    back of the rest is reversed. Of a line valued in points, an unpaid rise in price takes none."""

    unpaid: Fraction = NOTHING
    returned: Fraction = NOTHING
    unpaid_points: Fraction = NOTHING
    returned_points: Fraction = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderBalance:
    owed: Fraction
    """What the order costs now, for what is kept."""
    received: Fraction
    """All that ever came in."""
    given_back: Fraction
    """What refunds and lost disputes took."""
    unpaid: Fraction
    """Of the shortfall, what never came in."""
    goodwill: Fraction
    """Given back although the goods were kept."""
    credit: Fraction
    """Goods are gone, and their money is still with the shop."""
    paid_in_full: bool
    """Whether the order ever was: from then on it does not wait again."""
    lines: Mapping[str, LineShare]
    unspread: Fraction = NOTHING
    """Of the goodwill, what takes nothing by policy, or until a person has decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """By what an order's sums are judged."""

    paid: Collection[str]
    """Statuses that count as paid."""
    share_partial: bool = False
    """An order that was never paid in full earns in proportion."""
    spread: bool = True
    """Whether goodwill takes commissions."""
    spread_net: bool = True
    """Whether amounts that were told without tax fall to the lines, when they are told."""
    disputes_lost: Sequence[tuple[datetime, int]] = ()
    """What lost disputes took, in gross, and when: never kept, under any policy."""
    exchanged_at: datetime | None = None
    """When a person said that goods which had come back without money were exchanged: those count
    as kept."""

    def disputed(self, until: datetime | None = None) -> int:
        return sum(amount for at, amount in self.disputes_lost if until is None or at <= until)


def balance_of(
    snapshots: Sequence[OrderPlaced], refunds: Sequence[OrderRefunded], rules: Rules
) -> OrderBalance:
    """`snapshots`: at least one, the oldest first. `refunds`: those that stand, in the order of
    their own times."""
    walk, parts = _walked(snapshots, refunds, rules)
    return walk.balance(parts, _exchanged(snapshots, refunds, rules))


def _walked(
    snapshots: Sequence[OrderPlaced], refunds: Sequence[OrderRefunded], rules: Rules
) -> "tuple[_Walk, Components]":
    """The walk at its end, and the order as of its last snapshot with all refunds."""
    comparable = [each for each in snapshots if each.currency == snapshots[-1].currency]
    back, walk, lines = priced(snapshots, refunds), _Walk(rules), dict[str, Item]()
    net = rules.spread_net
    for order in comparable:
        lines |= {item.line_id: item for item in order.items}
        walk.visit(order, components_of(order, back.known_by(order), lines, spread=net))
    return walk, components_of(comparable[-1], back, lines, spread=net)


@dataclass(frozen=True, slots=True)
class _Exchanged:
    """Goods that had come back when a person said that they were exchanged."""

    credit: Fraction = NOTHING
    """What of their money was with the shop then."""
    gone: Mapping[str, Fraction] = field(default_factory=dict)
    """By line what they are worth."""


def _exchanged(
    snapshots: Sequence[OrderPlaced], refunds: Sequence[OrderRefunded], rules: Rules
) -> _Exchanged:
    at = rules.exchanged_at
    currency = snapshots[-1].currency
    then = [
        each for each in snapshots if at and each.updated_at <= at and each.currency == currency
    ]
    if not then or at is None:
        return _Exchanged()
    known = [each for each in refunds if each.refunded_at <= at]
    disputes = [(lost, amount) for lost, amount in rules.disputes_lost if lost <= at]
    walk, parts = _walked(then, known, replace(rules, disputes_lost=disputes))
    gone = {
        name: line.gross * (WHOLE - line.qty / line.units) if line.units else NOTHING
        for name, line in parts.lines.items()
    }
    return _Exchanged(walk.balance(parts, _Exchanged()).credit, gone)


@dataclass(slots=True)
class _Base:
    """The latest snapshot by which all was paid for."""

    kept: Amounts = field(default_factory=dict)
    back: Fraction = NOTHING
    """What had been given back by then."""
    named: Fraction = NOTHING
    no_goodwill: Fraction = NOTHING
    """Of what had been given back by then, what was no goodwill."""
    credit: Fraction = NOTHING


@dataclass(frozen=True, slots=True)
class _Sums:
    """What a snapshot makes of the walk so far."""

    back: Fraction
    """What was given back in all."""
    unnamed: Fraction
    """Of that, what names nothing; below 0 where it was less than what is named."""
    no_goodwill: Fraction
    """Of what was given back, what is the money of goods that are gone."""
    sure: Fraction
    """The same, where nothing is guessed from an edit."""


@dataclass(frozen=True, slots=True)
class _Shortfall:
    all: Fraction
    unpaid: Fraction

    @property
    def goodwill(self) -> Fraction:
        return self.all - self.unpaid


@dataclass(frozen=True, slots=True)
class _Rise:
    """What a snapshot added against the one before: money, and the units of lines."""

    money: Amounts
    units: Amounts


@dataclass(slots=True)
class _Walk:
    rules: Rules
    received: Fraction = NOTHING
    base: _Base = field(default_factory=_Base)
    paid_in_full: bool = False
    rises: list[_Rise] = field(default_factory=list)
    _before: Components | None = None

    def visit(self, order: OrderPlaced, parts: Components) -> None:
        sums = self._sums(parts, self.rules.disputed(until=order.updated_at))
        if order.status == VOIDED:  # what was thought to have come in never did
            self.received = NOTHING
        else:
            self.received = max(self.received, self._came_in(order, parts, sums))
        short = self._shortfall(parts, sums)
        is_paid = self.received > 0 or order.status in self.rules.paid
        if is_paid and short.unpaid <= _allowance(parts):
            self._rest_on(parts, sums, short)
        else:
            self.rises.append(_rise(self._before, parts))
        self._before = parts

    def balance(self, parts: Components, exchanged: _Exchanged) -> OrderBalance:
        """As it stands in the end, with all that was given back."""
        disputed = self.rules.disputed()
        sums = self._sums(parts, disputed)
        short = self._shortfall(parts, sums)
        credit = max(NOTHING, self.received - sums.back - parts.owed)
        kept = _with_exchanged(parts, exchanged, credit)
        unpaid = self._unpaid(parts, short.unpaid)
        taken = short.goodwill
        if not self.rules.spread:
            taken = min(taken, Fraction(disputed))
        return OrderBalance(
            owed=sum(kept.values(), NOTHING),
            received=self.received,
            given_back=sums.back,
            unpaid=short.unpaid,
            goodwill=short.goodwill,
            credit=max(NOTHING, self.received - sums.back - sum(kept.values(), NOTHING)),
            paid_in_full=self.paid_in_full,
            lines=_lines(parts, kept, unpaid, taken),
            unspread=short.goodwill - taken,
        )

    def _sums(self, parts: Components, disputed: int) -> _Sums:
        base, kept = self.base, parts.kept
        gone = sum(
            (max(NOTHING, was - kept.get(name, NOTHING)) for name, was in base.kept.items()),
            NOTHING,
        )
        named = max(NOTHING, parts.named - base.named)
        unnamed = parts.unnamed + disputed
        back = parts.named + unnamed
        since = max(NOTHING, back - base.back)
        return _Sums(
            back=back,
            unnamed=unnamed,
            no_goodwill=base.no_goodwill + min(since, base.credit + max(gone, named)),
            sure=base.no_goodwill + min(since, base.credit + named),
        )

    def _came_in(self, order: OrderPlaced, parts: Components, sums: _Sums) -> Fraction:
        """What has come in by a snapshot, as far as it says."""
        is_paid = order.status in self.rules.paid
        in_full = parts.owed + sums.sure
        if order.received is not None:
            rounding = max(A_CENT, _allowance(parts))
            short_by_rounding = NOTHING < in_full - order.received <= rounding
            return in_full if is_paid and short_by_rounding else Fraction(order.received)
        if order.unpaid > 0:
            return parts.owed - order.unpaid + sums.back - max(NOTHING, sums.unnamed)
        return in_full if is_paid else NOTHING

    def _shortfall(self, parts: Components, sums: _Sums) -> _Shortfall:
        """A shortfall no larger than rounding is none, unless nothing is left of the money."""
        owed, left = parts.owed, self.received - sums.back
        short = min(max(NOTHING, owed - left), max(NOTHING, owed))
        if left > 0 and short <= _allowance(parts):
            short = NOTHING
        unpaid = min(short, max(NOTHING, owed - (self.received - sums.no_goodwill)))
        return _Shortfall(short, unpaid)

    def _rest_on(self, parts: Components, sums: _Sums, short: _Shortfall) -> None:
        no_goodwill = sums.back - short.goodwill
        self.base = _Base(
            kept=dict(parts.kept),
            back=sums.back,
            named=parts.named,
            no_goodwill=no_goodwill,
            credit=max(NOTHING, self.received - no_goodwill - parts.owed),
        )
        self.paid_in_full, self.rises = True, []

    def _unpaid(self, parts: Components, amount: Fraction) -> _Rise:
        """Where the unpaid lies: on what was added since all was paid for, the newest first; what
        is then left, on everything in proportion."""
        left, money, units = amount, dict[str, Fraction](), dict[str, Fraction]()
        for rise in reversed(self.rises if self.paid_in_full else []):
            for name, part in _portions(left, rise.money, parts.kept, money).items():
                left -= part
                money[name] = money.get(name, NOTHING) + part
                share = rise.units.get(name, NOTHING) * part / rise.money[name]
                units[name] = units.get(name, NOTHING) + share
        rest = {name: kept - money.get(name, NOTHING) for name, kept in parts.kept.items()}
        whole = sum(rest.values(), NOTHING)
        for name, each in rest.items() if left > 0 and whole > 0 else ():
            part = left * each / whole
            money[name] = money.get(name, NOTHING) + part
            if (line := parts.lines.get(name)) and line.gross:
                units[name] = units.get(name, NOTHING) + part / line.gross
        return _Rise(money, units)


def _allowance(parts: Components) -> Fraction:
    """What may be rounding: half a minor unit, and one for each line that was refunded."""
    return Fraction(1, 2) + parts.refunded_lines


def _rise(before: Components | None, parts: Components) -> _Rise:
    was = before.kept if before else {}
    money = {
        name: kept - was.get(name, NOTHING)
        for name, kept in parts.kept.items()
        if kept > was.get(name, NOTHING)
    }
    units = {name: _added(before, parts, name) for name in money if name in parts.lines}
    return _Rise(money, units)


def _added(before: Components | None, parts: Components, name: str) -> Fraction:
    """The share of a line's units that was added."""
    line = parts.lines[name]
    was = before.lines[name].qty if before and name in before.lines else NOTHING
    return max(NOTHING, line.qty - was) / line.units if line.units else NOTHING


def _portions(
    left: Fraction, rise: Amounts, kept: Mapping[str, Fraction], taken: Amounts
) -> Amounts:
    """Of what is left, what lies on a rise: in proportion to it, never more than is still kept."""
    room = {
        name: min(money, kept.get(name, NOTHING) - taken.get(name, NOTHING))
        for name, money in rise.items()
    }
    room = {name: each for name, each in room.items() if each > 0}
    whole = sum(room.values(), NOTHING)
    if left >= whole:
        return room
    return {name: left * each / whole for name, each in room.items()} if left > 0 else {}


def _with_exchanged(parts: Components, exchanged: _Exchanged, credit: Fraction) -> Amounts:
    """What is kept, goods that were exchanged among it: no more of them than their money was with
    the shop then, and is now."""
    gone = {name: worth for name, worth in exchanged.gone.items() if name in parts.lines}
    whole, money = sum(gone.values(), NOTHING), min(exchanged.credit, credit)
    kept = dict(parts.kept)
    for name, worth in gone.items() if whole > 0 and money > 0 else ():
        line = parts.lines[name]
        most = line.gross * (WHOLE - line.qty / line.units) if line.units else NOTHING
        kept[name] += min(most, worth * min(WHOLE, money / whole))
    return kept


def _lines(
    parts: Components, kept: Amounts, unpaid: _Rise, goodwill: Fraction
) -> dict[str, LineShare]:
    paid_for = sum(kept.values(), NOTHING) - sum(unpaid.money.values(), NOTHING)
    stays = WHOLE - min(WHOLE, goodwill / paid_for) if paid_for > 0 else WHOLE
    return {
        name: _line_share(line, kept[name], unpaid, name, stays, parts.price)
        if line.gross > 0
        else LineShare(returned=line.gone, returned_points=line.gone)
        for name, line in parts.lines.items()
    }


def _line_share(  # noqa: PLR0913, PLR0917 - what one line is made of
    line: Component, kept: Fraction, unpaid: _Rise, name: str, stays: Fraction, price: Fraction
) -> LineShare:
    share = kept / line.gross
    money = min(WHOLE, unpaid.money.get(name, NOTHING) / line.gross)
    units = min(WHOLE, unpaid.units.get(name, NOTHING))
    return LineShare(
        unpaid=WHOLE - (WHOLE - money) * price,
        returned=_returned(share, money, stays),
        unpaid_points=units,
        returned_points=_returned(share, units, stays),
    )


def _returned(kept: Fraction, unpaid: Fraction, stays: Fraction) -> Fraction:
    """Of what was paid for, the share that came back."""
    paid_for = WHOLE - unpaid
    return WHOLE - max(NOTHING, kept - unpaid) * stays / paid_for if paid_for > 0 else WHOLE
