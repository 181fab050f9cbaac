"""What stands of an order, from three sums: what it costs now, what has come in, what went back.

A walk over the order's snapshots by business time; arrival plays no part. All sums are exact
fractions of a minor unit of the order's currency, with tax. The rule, its words and its worked
examples are in docs/money.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from commissions.domain.ledger.components import Components, LineComponent, components_of
from commissions.domain.ledger.copies_balance import BackOfCopied, with_copies
from commissions.domain.ledger.money_walk import Rules, Walk
from commissions.domain.ledger.priced_refunds import priced
from commissions.domain.ledger.refunds import NOTHING, WHOLE
from commissions.domain.ledger.taken_off import TakenOff
from commissions.domain.ledger.unpaid import Amounts, UnpaidParts, unpaid_of
from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded

NO_COPIES: Mapping[str, Fraction] = {}


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
    waits: bool
    """It was never paid in full, and by policy such an order earns nothing yet."""
    lines: Mapping[str, LineShare]
    unspread: Fraction = NOTHING
    """Of the goodwill, what takes nothing by policy, or until a person has decided."""
    copied: BackOfCopied | None = None
    """What came back of lines that copies stand for; no part of the sums above."""


def balance_of(
    snapshots: Sequence[OrderPlaced],
    refunds: Sequence[OrderRefunded],
    rules: Rules,
    by_copies: Mapping[str, Fraction] = NO_COPIES,
) -> OrderBalance:
    """`snapshots`: at least one, the oldest first. `refunds`: those that stand, in the order of
    their own times. `by_copies`: by line, the share of it that came back by the order's copies."""
    walk, parts = _walked(snapshots, refunds, rules)
    sums, short = walk.end(parts)
    credit = max(NOTHING, walk.received - sums.back - parts.owed)
    kept = _with_exchanged(parts, _exchanged(snapshots, refunds, rules), credit)
    lost = min(short.goodwill, Fraction(rules.lost()))
    taken = short.goodwill if rules.spread else lost
    left = with_copies(parts, kept, taken, by_copies, lost=lost)
    return OrderBalance(
        owed=sum(kept.values(), NOTHING),
        received=walk.received,
        given_back=sums.back,
        unpaid=short.unpaid,
        goodwill=short.goodwill,
        credit=max(NOTHING, walk.received - sums.back - sum(kept.values(), NOTHING)),
        waits=not (walk.paid_in_full or rules.share_partial or walk.covers(parts, short)),
        lines=_lines(parts, left.kept, unpaid_of(parts, short.unpaid, walk.rises), left.goodwill),
        unspread=short.goodwill - taken + (NOTHING if rules.spread else parts.without_tax),
        copied=left.back,
    )


def _walked(
    snapshots: Sequence[OrderPlaced], refunds: Sequence[OrderRefunded], rules: Rules
) -> tuple[Walk, Components]:
    """The walk at its end, and the order as of its last snapshot with all refunds."""
    comparable = [each for each in snapshots if each.currency == snapshots[-1].currency]
    back, walk, lines = priced(snapshots, refunds), Walk(rules), dict[str, Item]()
    edits, before = TakenOff(), comparable[0]
    for order in comparable:
        lines |= {item.line_id: item for item in order.items}
        edits, before = edits.then(before.items, order.items), order
        known = back.known_by(order)
        parts = components_of(order, known, lines, edits, spread=rules.spread)
        walk.visit(order, parts)
    if len(known.refunds) < len(back.refunds):  # some are younger than the last snapshot
        parts = components_of(before, back, lines, edits, spread=rules.spread)
    return walk, parts


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
    lost = tuple(each for each in rules.disputes_lost if each[0] <= at)
    walk, parts = _walked(then, known, replace(rules, disputes_lost=lost))
    gone = {
        name: line.gross * (WHOLE - line.qty / line.units) if line.units else NOTHING
        for name, line in parts.lines.items()
    }
    return _Exchanged(walk.credit(parts), gone)


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
    parts: Components, kept: Amounts, unpaid: UnpaidParts, goodwill: Fraction
) -> dict[str, LineShare]:
    if not parts.price:  # a discount has taken all of it: nothing was sold, no points either
        return dict.fromkeys(parts.lines, LineShare(unpaid=WHOLE, unpaid_points=WHOLE))
    paid_for = sum(kept.values(), NOTHING) - sum(unpaid.money.values(), NOTHING)
    stays = WHOLE - min(WHOLE, goodwill / paid_for) if paid_for > 0 else WHOLE
    return {
        name: _line_share(line, kept[name], unpaid, name, stays, parts.price)
        if line.gross > 0
        else LineShare(returned=line.gone, returned_points=line.gone)
        for name, line in parts.lines.items()
    }


def _line_share(  # noqa: PLR0913, PLR0917 - what one line is made of
    line: LineComponent,
    kept: Fraction,
    unpaid: UnpaidParts,
    name: str,
    stays: Fraction,
    price: Fraction,
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
