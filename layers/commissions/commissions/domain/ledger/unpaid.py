"""Where the money lies that never came in for an order: on what was added last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from commissions.domain.ledger.components import Components
from commissions.domain.ledger.refunds import NOTHING

Amounts = dict[str, Fraction]


@dataclass(frozen=True, slots=True)
class Rise:
    """What a snapshot added against the one before: money, and the units of lines. An edit later
    may change how many units a line has, so they are no shares of it."""

    money: Amounts
    units: Amounts
    """Of lines only, as many as there are."""


@dataclass(frozen=True, slots=True)
class UnpaidParts:
    """Where it lies: the money of components, and of lines the share of their units."""

    money: Amounts
    units: Amounts


def unpaid_of(parts: Components, amount: Fraction, rises: Sequence[Rise]) -> UnpaidParts:
    """On what was added since all was paid for, the newest first; what is then left, on everything
    in proportion."""
    left, money, units = amount, dict[str, Fraction](), dict[str, Fraction]()
    for rise in reversed(rises):
        for name, part in _portions(left, rise.money, parts.kept, money).items():
            left -= part
            money[name] = money.get(name, NOTHING) + part
            if (line := parts.lines.get(name)) and line.units:
                share = rise.units.get(name, NOTHING) / line.units * part / rise.money[name]
                units[name] = units.get(name, NOTHING) + share
    rest = {name: kept - money.get(name, NOTHING) for name, kept in parts.kept.items()}
    whole = sum(rest.values(), NOTHING)
    for name, each in rest.items() if left > 0 and whole > 0 else ():
        part = left * each / whole
        money[name] = money.get(name, NOTHING) + part
        if (line := parts.lines.get(name)) and line.gross:
            units[name] = units.get(name, NOTHING) + part / line.gross
    return UnpaidParts(money, units)


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
    """The units that were added to a line."""
    was = before.lines[name].qty if before and name in before.lines else NOTHING
    return max(NOTHING, parts.lines[name].qty - was)


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
