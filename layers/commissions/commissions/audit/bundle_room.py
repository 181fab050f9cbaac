"""How much of its part of a bundle a line has, where edits have put more into the bundle than it is
worth: whoever was there first has all of theirs, and the later what is left."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from commissions.audit.bundle_points import SharedBundle
from commissions.audit.order_history import OrderHistory
from commissions.domain.orders.canonical import stamp
from commissions.domain.orders.order import Item

Age = tuple[str, int]
NONE, ALL = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Sharing:
    """A line of the snapshot that counts, and what it had of its bundle when it was looked at."""

    item: Item
    shared: SharedBundle
    age: Age

    @property
    def claim(self) -> Fraction:
        return self.shared.claim(Fraction(self.item.qty))


def room_for(
    lines: Sequence[Sharing], sold_now: Mapping[object, Fraction], history: OrderHistory
) -> dict[str, Fraction]:
    """By line id; `sold_now`: how many of each bundle there are."""
    found: dict[str, Fraction] = {}
    for bundle in {each.shared.bundle for each in lines}:
        inside = [each for each in lines if each.shared.bundle == bundle]
        once = max(each.shared.bundles for each in inside)
        limit = max(once, sold_now.get(bundle, NONE))
        found |= _of_bundle(inside, limit, history)
    return found


def _of_bundle(
    inside: Sequence[Sharing], limit: Fraction, history: OrderHistory
) -> dict[str, Fraction]:
    given: dict[str, Fraction] = {}
    ages = Counter(each.age for each in inside)
    for age in sorted(ages):
        lost = _lost_by(age[0], history) if given else set[str]()
        there = [each for each in inside if each.age < age and each.item.line_id not in lost]
        taken = sum((each.claim * given[each.item.line_id] for each in there), NONE)
        left = max(limit - taken, NONE)
        new = [each for each in inside if each.age == age]
        wanted = sum((each.claim for each in new), NONE)
        room = ALL if wanted <= left else left / wanted
        given |= dict.fromkeys((each.item.line_id for each in new), room)
    return given


def _lost_by(moment: str, history: OrderHistory) -> set[str]:
    """The lines of which no unit was left at a moment."""
    back: dict[str, Decimal] = {}
    for refund in history.standing_refunds():
        for each in refund.items if stamp(refund.refunded_at) <= moment else ():
            back[each.line_id] = back.get(each.line_id, Decimal(0)) + each.qty
    known = [each for each in history.snapshots_by_time if stamp(each.updated_at) <= moment]
    lines = known[-1].items if known else ()
    none = Decimal(0)
    return {
        each.line_id for each in lines if each.removed + back.get(each.line_id, none) >= each.qty
    }
