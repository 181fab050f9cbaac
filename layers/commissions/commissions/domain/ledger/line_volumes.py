"""What the lines of an order are worth in volume, as far as they were paid for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from commissions.domain.catalogue.bundle_part import BundlePart, stretch_of_part
from commissions.domain.catalogue.sku_values import UNITS, SkuValue, is_share, line_volume
from commissions.domain.ledger.bundle_grants import granted_parts
from commissions.domain.ledger.locked_values import LockedValues
from commissions.domain.ledger.order_balance import LineShare, OrderBalance
from commissions.domain.ledger.refunds import NOTHING, WHOLE
from commissions.domain.money import shown
from commissions.domain.orders.instalment import Stretch, WholeLine, stretch_of
from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.plans import Plan
from commissions.domain.sales.attribution import Lock, Rate
from commissions.domain.sales.referral_match import SaleCredit

UNITS_DECIMALS = 6
"""Of units as they are shown."""


@dataclass(frozen=True, slots=True)
class LineVolume:
    """A line that counts: its volume in hundredths of a point, as far as it was paid for."""

    line_id: str
    value: SkuValue
    share: LineShare
    volumes: Mapping[str, int]
    shown: str

    def returned(self, unit: str) -> Fraction:
        by_share = is_share(self.value.volume(unit))
        return self.share.returned if by_share else self.share.returned_points


def line_volumes(  # noqa: PLR0913, PLR0917 - what a line is valued by
    snapshots: Sequence[OrderPlaced],
    refunds: Sequence[OrderRefunded],
    locks: Sequence[Lock],
    counts: Lock,
    credit: SaleCredit,
    plan: Plan,
    balance: OrderBalance,
) -> list[LineVolume]:
    """Each line of the last snapshot that counts, with its volume as far as it was paid for, and
    how that came about. `counts`: the lock by which the order is paid; `credit`: whose it is."""
    order, values = snapshots[-1], LockedValues(snapshots, locks)
    granted = granted_parts(snapshots, refunds, values)
    found = []
    for item in order.items:
        if value := values.of(item):
            share, whole = balance.lines[item.line_id], _whole(item, locks)
            has = granted.get(item.line_id, WHOLE)
            line = _ValuedLine(item, value, share, whole, values.part(item), has)
            counted = _counted(value, plan, credit)
            found.append(_line_volume(line, counted, counts.rate, order.currency))
    return found


@dataclass(frozen=True, slots=True)
class _ValuedLine:
    item: Item
    value: SkuValue
    share: LineShare
    whole: WholeLine | None
    """Where the line is a part of what it sells, or of what another order sold."""
    part: BundlePart | None
    """Where it has the value of its bundle."""
    granted: Fraction
    """How much of that part it has."""

    @property
    def is_cut(self) -> bool:
        """Whether others have taken of its part before it."""
        return self.granted != WHOLE

    @property
    def stretch(self) -> Stretch | None:
        paid = stretch_of(self.item.net, self.whole) if self.whole else None
        if self.part is None:
            return paid
        return stretch_of_part(self.part, self.item.qty, paid, self.granted)

    @property
    def units(self) -> str:
        """Of what has the value: of the bundle, where the line is a part of one."""
        qty = Fraction(self.item.qty)
        units = stretch_of_part(self.part, self.item.qty).qty if self.part else qty
        shown_exactly = Decimal(units.numerator) / units.denominator
        return f"{round(shown_exactly, UNITS_DECIMALS).normalize():f}"


def _whole(item: Item, locks: Iterable[Lock]) -> WholeLine | None:
    """Of a deposit as its order tells it, of what pays on as it was looked up. Until that is known
    nothing of it has been paid for: such a line adds nothing to units that another order sold."""
    if item.full:
        return WholeLine(item.line_id, item.full, item.qty, 0)
    if not item.part_of:
        return None
    told = (whole for lock in locks for whole in lock.wholes if whole.line_id == item.line_id)
    return next(told, WholeLine(item.line_id, max(1, item.net), item.qty, max(1, item.net)))


def _counted(value: SkuValue, plan: Plan, credit: SaleCredit) -> list[str]:
    return [unit for unit in UNITS if plan.counts(unit, value.commission_class, credit)]


def _line_volume(line: _ValuedLine, units: Iterable[str], rate: Rate, currency: str) -> LineVolume:
    item, value, share = line.item, line.value, line.share
    volumes = {
        unit: line_volume(
            item,
            value.volume(unit),
            currency=currency,
            rate=rate.rate,
            paid=WHOLE - (share.unpaid if is_share(value.volume(unit)) else share.unpaid_points),
            stretch=line.stretch,
        )
        for unit in units
    }
    points = "/".join(str(volumes.get(unit, 0)) for unit in UNITS)
    version = f"{value.effective_from:%Y-%m-%d}"
    part = _part_shown(line, currency)
    said = f"{line.units} x {value.platform_sku} @ {version}{part}: {points}"
    return LineVolume(item.line_id, value, share, volumes, said)


def _part_shown(line: _ValuedLine, currency: str) -> str:
    if part := line.part:
        of_it = part.end - part.begin
        left = f", {shown(round(of_it * line.granted), currency)} of it" if line.is_cut else ""
        return f", {shown(of_it, currency)} of {shown(part.whole, currency)}{left}"
    if line.whole is None:
        return ""
    return f", {shown(line.item.net, currency)} of {shown(line.whole.full, currency)}"


def part_returned(lines: Iterable[LineVolume], unit: str, base: int) -> Fraction:
    """The share of all lines' volume that came back."""
    return share_of_base(((each.volumes.get(unit, 0), each.returned(unit)) for each in lines), base)


def share_of_base(returned: Iterable[tuple[int, Fraction]], base: int) -> Fraction:
    """The share of the base that came back: the volume of each line, and the share of it."""
    gone = NOTHING
    for volume, share in returned:
        if volume and share:
            gone += volume if share == WHOLE else share * volume
    return gone / base if base else NOTHING
