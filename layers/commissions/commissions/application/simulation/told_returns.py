"""Refunds of a facts document as exact shares of lines, none of which goes back more than once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from fractions import Fraction

from commissions.application.simulation.company_facts import ToldOrder, ToldReturn
from commissions.application.simulation.facts_document import FactsDocument, RefundWords
from commissions.application.simulation.reading import Reading, by_unit, shares_of
from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.ledger.refunds import NOTHING, WHOLE

Orders = Mapping[str, ToldOrder]
Shares = dict[str, Fraction]


class _Gone:
    """What has come back so far, by order, line and unit."""

    def __init__(self) -> None:
        self.shares: dict[tuple[str, int, str], Fraction] = defaultdict(Fraction)

    def left(self, order: ToldOrder, line: int) -> Shares:
        return {unit: WHOLE - self.shares[order.order_id, line, unit] for unit in UNITS}

    def all_of(self, order: ToldOrder) -> bool:
        lines = range(len(order.lines))
        return not any(any(self.left(order, line).values()) for line in lines)

    def take(self, order: ToldOrder, line: int, back: Shares) -> str:
        """The unit of which there was less; empty where there was enough."""
        left = self.left(order, line)
        for unit, share in back.items():
            if share > left[unit] and order.lines[line].volumes.get(unit):
                return unit
            self.shares[order.order_id, line, unit] += min(share, left[unit])
        return ""


def read_returns(words: FactsDocument, orders: Orders, reading: Reading) -> tuple[ToldReturn, ...]:
    """By time; what takes all that is left comes last of a moment."""
    told = [(reading.moment(each.at), place, each) for place, each in enumerate(words.refunds)]
    told.sort(key=lambda each: (each[0], each[2].order, _takes_the_rest(each[2])))
    gone = _Gone()
    found: dict[tuple[datetime, str], ToldReturn] = {}
    for at, place, each in told:
        if back := _return(f"refunds[{place}]", each, at, orders, gone, reading):
            before = found.get((at, back.order_id))
            found[at, back.order_id] = _together(before, back) if before else back
    return tuple(found.values())


def _together(one: ToldReturn, other: ToldReturn) -> ToldReturn:
    """What came back of an order at one moment is one return."""
    shares = tuple(
        {unit: mine.get(unit, NOTHING) + its.get(unit, NOTHING) for unit in {**mine, **its}}
        for mine, its in zip(one.shares, other.shares, strict=True)
    )
    return ToldReturn(one.order_id, one.at, shares)


def _takes_the_rest(told: RefundWords) -> bool:
    return told.share is None and told.volumes is None and told.lines is None


def _return(  # noqa: PLR0913, PLR0917 - one refund, and what it is of
    path: str, told: RefundWords, at: datetime, orders: Orders, gone: _Gone, reading: Reading
) -> ToldReturn | None:
    if (order := orders.get(told.order)) is None:
        reading.unknown(f"{path}.order", "order", told.order, orders)
        return None
    if at < order.at:
        reading.refuse(f"{path}.at", f"is before the order, of {order.at:%Y-%m-%d %H:%M} UTC")
        return None
    if sum(each is not None for each in (told.share, told.volumes, told.lines)) > 1:
        reading.refuse(path, "state one of share, volumes and lines; or nothing for all of it")
        return None
    if gone.all_of(order):
        reading.refuse(path, f"nothing is left of {told.order}: all of it came back before")
        return None
    shares: list[Shares] = [{} for _ in order.lines]
    for line, where, back in _parts(path, told, order, gone, reading):
        if unit := gone.take(order, line, back):
            left = gone.left(order, line)[unit]
            reading.refuse(
                where,
                f"takes back {back[unit]} of the {unit} of line {line + 1} of {order.order_id}, "
                f"of which only {left} is left: what came back before stays taken back",
            )
            return None
        for unit, share in back.items():
            shares[line][unit] = shares[line].get(unit, NOTHING) + share
    return ToldReturn(order.order_id, at, tuple(shares))


def _parts(
    path: str, told: RefundWords, order: ToldOrder, gone: _Gone, reading: Reading
) -> Iterator[tuple[int, str, Shares]]:
    """By number of the line from 0, with the path that says so."""
    if told.lines is not None:
        yield from _of_lines(path, told, order, gone, reading)
    elif told.volumes is not None:
        if len(order.lines) > 1:
            why = f"{order.order_id} has {len(order.lines)} lines: say of which, in lines"
            reading.refuse(f"{path}.volumes", why)
            return
        where = f"{path}.volumes"
        yield 0, where, _by_volume(where, by_unit(told.volumes), order, 0, reading)
    else:
        for line in range(len(order.lines)):
            back = gone.left(order, line) if told.share is None else shares_of(told.share)
            yield line, f"{path}.share" if told.share is not None else path, back


def _of_lines(
    path: str, told: RefundWords, order: ToldOrder, gone: _Gone, reading: Reading
) -> Iterator[tuple[int, str, Shares]]:
    for place, each in enumerate(told.lines or ()):
        where, line = f"{path}.lines[{place}]", each.line - 1
        if line >= len(order.lines):
            many = len(order.lines)
            reading.refuse(f"{where}.line", f"{order.order_id} has {many}, the first one is 1")
        elif each.share is not None and each.volumes is not None:
            reading.refuse(where, "state share or volumes, not both")
        elif each.volumes is not None:
            yield line, where, _by_volume(where, by_unit(each.volumes), order, line, reading)
        else:
            back = gone.left(order, line) if each.share is None else shares_of(each.share)
            yield line, where, back


def _by_volume(
    where: str, volumes: Mapping[str, int], order: ToldOrder, line: int, reading: Reading
) -> Shares:
    """Volumes in hundredths as shares of the line's; a unit that is not told goes back in the
    largest share that is."""
    whole = order.lines[line].volumes
    shares: Shares = {}
    for unit, volume in volumes.items():
        if of := whole.get(unit, 0):
            shares[unit] = Fraction(volume, of)
        elif volume:
            reading.refuse(where, f"line {line + 1} of {order.order_id} has no {unit}")
    most = max(shares.values(), default=NOTHING)
    return {unit: shares.get(unit, most) for unit in UNITS}
