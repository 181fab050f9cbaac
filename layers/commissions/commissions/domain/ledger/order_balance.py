"""What stands of an order, from three sums: what it costs now, what has come in, what went back.

A walk over the order's snapshots by business time; arrival plays no part. All sums are exact
fractions of a minor unit of the order's currency, with tax. The rule, its words and its worked
examples are in docs/money.md.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from commissions.domain.ledger.components import (
    NOTHING,
    WHOLE,
    Components,
    components_of,
)
from commissions.domain.orders.order import Item, OrderPlaced, OrderRefunded

Amounts = dict[str, Fraction]


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
    disputes_lost: int = 0
    """What lost disputes took, in gross: never kept, under any policy."""
    exchanged: bool = False
    """A person said that goods which came back without money were exchanged: they count as kept."""


def balance_of(
    snapshots: Sequence[OrderPlaced], refunds: Sequence[OrderRefunded], rules: Rules
) -> OrderBalance:
    """`snapshots`: at least one, the oldest first. `refunds`: those that stand, in the order of
    their own times."""
    latest = snapshots[-1]
    comparable = [each for each in snapshots if each.currency == latest.currency]
    every_line = {item.line_id: item for order in snapshots for item in order.items}
    walk = _Walk(rules, every_line)
    for order in comparable:
        walk.visit(order, [each for each in refunds if _knows(order, each)])
    return walk.balance(latest, refunds)


def _knows(order: OrderPlaced, refund: OrderRefunded) -> bool:
    return refund.refunded_at <= order.updated_at or refund.refund_id in (order.refund_ids or ())


@dataclass(frozen=True, slots=True)
class _NetAmounts:
    """Amounts that were told without tax, of the lines alone: those of the order API, and of
    records from before amounts were told in gross."""

    amount: int = 0
    of_goods: Fraction = NOTHING
    """Of the amount, what is the money of goods that are gone."""
    worth: Fraction = NOTHING
    """That in gross."""


@dataclass(slots=True)
class _Base:
    """The latest snapshot by which all was paid for."""

    kept: Amounts = field(default_factory=dict)
    told: Fraction = NOTHING
    """What had been given back by then, but for amounts that were told without tax."""
    net: _NetAmounts = field(default_factory=_NetAmounts)
    named: Fraction = NOTHING
    no_goodwill: Fraction = NOTHING
    """Of what had been given back by then, what was no goodwill."""
    credit: Fraction = NOTHING


@dataclass(frozen=True, slots=True)
class _Sums:
    """What a snapshot makes of the walk so far."""

    told: Fraction
    net: _NetAmounts
    back: Fraction
    """What was given back in all."""
    no_goodwill: Fraction
    """Of that, what is the money of goods that are gone."""
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
    every_line: Mapping[str, Item]
    received: Fraction = NOTHING
    base: _Base = field(default_factory=_Base)
    paid_in_full: bool = False
    rises: list[_Rise] = field(default_factory=list)
    _before: Components | None = None

    def visit(self, order: OrderPlaced, refunds: Sequence[OrderRefunded]) -> None:
        parts = components_of(order, refunds, self.every_line)
        sums = self._sums(parts, disputes=0)
        self.received = max(self.received, self._came_in(order, parts, sums))
        short = self._shortfall(parts, sums)
        is_paid = self.received > 0 or order.status in self.rules.paid
        if is_paid and short.unpaid <= _allowance(parts):
            self._rest_on(parts, sums, short)
        else:
            self.rises.append(_rise(self._before, parts))
        self._before = parts

    def balance(self, latest: OrderPlaced, refunds: Sequence[OrderRefunded]) -> OrderBalance:
        parts = components_of(latest, refunds, self.every_line)
        sums = self._sums(parts, disputes=self.rules.disputes_lost)
        short = self._shortfall(parts, sums)
        credit = max(NOTHING, self.received - sums.back - parts.owed)
        kept = _exchanged(parts, credit) if self.rules.exchanged else dict(parts.kept)
        unpaid = self._unpaid(parts, short.unpaid)
        taken = short.goodwill
        if not self.rules.spread:
            taken = min(taken, Fraction(self.rules.disputes_lost))
        return OrderBalance(
            owed=sum(kept.values(), NOTHING),
            received=self.received,
            given_back=sums.back,
            unpaid=short.unpaid,
            goodwill=short.goodwill,
            credit=NOTHING if self.rules.exchanged else credit,
            paid_in_full=self.paid_in_full,
            lines=_lines(parts, kept, unpaid, taken),
            unspread=short.goodwill - taken,
        )

    def _sums(self, parts: Components, *, disputes: int) -> _Sums:
        base, kept = self.base, parts.kept
        gone = sum(
            (max(NOTHING, was - kept.get(name, NOTHING)) for name, was in base.kept.items()),
            NOTHING,
        )
        named = max(NOTHING, parts.named - base.named)
        worth = max(gone, named)
        told = parts.named + parts.unnamed + disputes
        growth = max(NOTHING, told - base.told)
        net = _net_amounts(parts, base.net, room=base.credit + worth - growth)
        spread = _spread_value(parts)
        left, new = net.amount - net.of_goods, max(0, net.amount - base.net.amount)
        of_goods = net.of_goods - base.net.of_goods
        since = growth + net.worth - base.net.worth + max(NOTHING, new - of_goods) * spread
        return _Sums(
            told=told,
            net=net,
            back=told + net.worth + left * spread,
            no_goodwill=base.no_goodwill + min(since, base.credit + worth),
            sure=base.no_goodwill + min(since, base.credit + named),
        )

    def _came_in(self, order: OrderPlaced, parts: Components, sums: _Sums) -> Fraction:
        """What has come in by a snapshot, as far as it says."""
        is_paid = order.status in self.rules.paid
        in_full = parts.owed + sums.sure
        if order.received is not None:
            short_by_rounding = NOTHING < in_full - order.received <= _allowance(parts)
            return in_full if is_paid and short_by_rounding else Fraction(order.received)
        if order.unpaid > 0:
            return parts.owed - order.unpaid + sums.back - max(NOTHING, parts.unnamed)
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
            told=sums.told,
            net=sums.net,
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


def _net_amounts(parts: Components, before: _NetAmounts, *, room: Fraction) -> _NetAmounts:
    """What of the amounts is the money of goods that are gone: those since the base, as far as
    there is room for them."""
    lines = [each for each in parts.lines.values() if each.gross]
    new = max(0, parts.unnamed_net - before.amount)
    if not new or not lines:
        return replace(before, amount=parts.unnamed_net)
    by_line = sum((each.gross for each in lines), NOTHING) / sum(each.item.net for each in lines)
    worth = min(new * by_line, max(NOTHING, room))
    return _NetAmounts(parts.unnamed_net, before.of_goods + worth / by_line, before.worth + worth)


def _spread_value(parts: Components) -> Fraction:
    """What a minor unit of the lines' net stands for in gross, where it is spread over what is kept
    of them: so much that each line loses the share that it would of its net."""
    lines = [each for each in parts.lines.values() if each.gross]
    net_kept = sum((each.kept * each.item.net / each.gross for each in lines), NOTHING)
    return parts.owed / net_kept if net_kept else WHOLE


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
    now = Fraction(parts.lines[name].item.qty)
    was = Fraction(before.lines[name].item.qty) if before and name in before.lines else NOTHING
    return max(NOTHING, now - was) / now if now > 0 else NOTHING


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


def _exchanged(parts: Components, credit: Fraction) -> Amounts:
    """What is kept, where goods that are gone and whose money stayed count as kept."""
    gone = {name: line.gross * line.gone for name, line in parts.lines.items()}
    whole = sum(gone.values(), NOTHING)
    back = min(WHOLE, credit / whole) if whole else NOTHING
    return {name: kept + gone.get(name, NOTHING) * back for name, kept in parts.kept.items()}


def _lines(
    parts: Components, kept: Amounts, unpaid: _Rise, goodwill: Fraction
) -> dict[str, LineShare]:
    paid_for = sum(kept.values(), NOTHING) - sum(unpaid.money.values(), NOTHING)
    stays = WHOLE - min(WHOLE, goodwill / paid_for) if paid_for > 0 else NOTHING
    if paid_for <= 0 and not goodwill and not unpaid.money:
        stays = WHOLE
    return {
        name: _line_share(
            gross=line.gross,
            kept=kept[name] / line.gross if line.gross else WHOLE - line.gone,
            unpaid=unpaid.money.get(name, NOTHING) / line.gross if line.gross else NOTHING,
            unpaid_units=min(WHOLE, unpaid.units.get(name, NOTHING)),
            stays=stays if line.gross else WHOLE,
        )
        for name, line in parts.lines.items()
    }


def _line_share(
    *, gross: Fraction, kept: Fraction, unpaid: Fraction, unpaid_units: Fraction, stays: Fraction
) -> LineShare:
    return LineShare(
        unpaid=unpaid,
        returned=_returned(kept, unpaid, stays),
        unpaid_points=unpaid_units,
        returned_points=_returned(max(kept, unpaid_units), unpaid_units, stays),
    )


def _returned(kept: Fraction, unpaid: Fraction, stays: Fraction) -> Fraction:
    """Of what was paid for, the share that came back."""
    paid_for = WHOLE - unpaid
    return WHOLE - (kept - unpaid) * stays / paid_for if paid_for > 0 else NOTHING
