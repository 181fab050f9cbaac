"""What each line has of its bundle's own value where edits have changed what is in the bundle: all
lines together never more than the bundle is worth.

A line keeps what it was valued at. What an edit puts in later has what those that were there have
left: of a bundle that was full, nothing; of one that has lost a part, no more than that one had.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from commissions.domain.catalogue.bundle_part import stretch_of_part
from commissions.domain.ledger.locked_values import KeptPart, LockedValues
from commissions.domain.orders.canonical import stamp
from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded

_ALL, _NONE = Fraction(1), Fraction(0)
_Line = tuple[Item, KeptPart]


def granted_parts(
    snapshots: Sequence[OrderPlaced], refunds: Iterable[OrderRefunded], values: LockedValues
) -> Mapping[str, Fraction]:
    """Of the lines of the last snapshot that have less than their part, by id, how much of it."""
    order, bundles = snapshots[-1], defaultdict[int | str, list[_Line]](list)
    for item in order.items:
        if kept := values.kept_part(item):
            bundles[kept.bundle].append((item, kept))
    found: dict[str, Fraction] = {}
    for bundle, lines in bundles.items():
        most = max(Fraction(kept.part.bundles) for _, kept in lines)
        most = max([most, *(qty for name, qty in _sold(order) if values.named_as(name) == bundle)])
        found |= _granted(lines, most, snapshots, refunds)
    return {line_id: share for line_id, share in found.items() if share != _ALL}


def _granted(
    lines: Sequence[_Line],
    most: Fraction,
    snapshots: Sequence[OrderPlaced],
    refunds: Iterable[OrderRefunded],
) -> dict[str, Fraction]:
    """Those that were looked at first have theirs first; of one look each has the same share."""
    found: dict[str, Fraction] = {}
    for moment in sorted({kept.looked_at for _, kept in lines}):
        gone = _gone_by(moment[0], snapshots, refunds) if found else frozenset[str]()
        taken = sum(
            (_claim(line) * found[line[0].line_id] for line in lines if _holds(line, found, gone)),
            _NONE,
        )
        asking = [line for line in lines if line[1].looked_at == moment]
        asked = sum(map(_claim, asking), _NONE)
        share = min(_ALL, max(_NONE, most - taken) / asked) if asked else _ALL
        found |= {item.line_id: share for item, _ in asking}
    return found


def _holds(line: _Line, found: Mapping[str, Fraction], gone: frozenset[str]) -> bool:
    return line[0].line_id in found and line[0].line_id not in gone


def _claim(line: _Line) -> Fraction:
    """How many of the bundle its own stretch comes to."""
    stretch = stretch_of_part(line[1].part, line[0].qty)
    return stretch.qty * (stretch.end - stretch.begin)


def _gone_by(
    moment: str, snapshots: Sequence[OrderPlaced], refunds: Iterable[OrderRefunded]
) -> frozenset[str]:
    """The lines of which no units were left at a moment: what came in their place has theirs."""
    units: Counter[str] = Counter()
    for refund in refunds:
        if stamp(refund.refunded_at) <= moment:
            for back in refund.items:
                units[back.line_id] += back.qty  # type: ignore[assignment]
    told = [each for each in snapshots if stamp(each.updated_at) <= moment]
    items = told[-1].items if told else ()
    return frozenset(i.line_id for i in items if i.removed + units[i.line_id] >= i.qty)


def _sold(order: OrderPlaced) -> Iterable[tuple[str, Fraction]]:
    """How many of what may be a bundle were sold, by id."""
    yield from ((item.line_id, Fraction(item.qty)) for item in order.items)
    yield from ((bundle.bundle_id, Fraction(bundle.qty)) for bundle in order.bundles)
