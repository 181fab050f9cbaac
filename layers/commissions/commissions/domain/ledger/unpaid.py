"""Where the money lies that never came in for an order: on what was added last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from commissions.domain.ledger.components import Components
from commissions.domain.ledger.refunds import NOTHING

Amounts = dict[str, Fraction]


@dataclass(frozen=True, slots=True)
class Rise:
    """What a snapshot added against the one before: money, and the units of lines."""

    money: Amounts
    units: Amounts


def unpaid_of(parts: Components, amount: Fraction, rises: Sequence[Rise]) -> Rise:
    """Where the unpaid lies: on what was added since all was paid for, the newest first; what
    is then left, on everything in proportion."""
    left, money, units = amount, dict[str, Fraction](), dict[str, Fraction]()
    for rise in reversed(rises):
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
    return Rise(money, units)


def rise_of(before: Components | None, parts: Components) -> Rise:
    was = before.kept if before else {}
    money = {
        name: kept - was.get(name, NOTHING)
        for name, kept in parts.kept.items()
        if kept > was.get(name, NOTHING)
    }
    units = {name: _added(before, parts, name) for name in money if name in parts.lines}
    return Rise(money, units)


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
