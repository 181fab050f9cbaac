"""Kind `levels`: a share of an order for each level above it, with the compression of the plan.

Level 1 is the buyer's parent (`start: buyer_parent`), or the one above the credited seller, who is
level 0 (`start: seller`). `compression.kind` says what happens to a level not paid to its member:

* `none`: the level is used up, the company keeps the money.
* `skip_inactive`: whoever does not qualify is passed over, and the next above is looked at for the
  same level; one who qualifies, but whose rank is not paid that level, uses it up.
* `dynamic`: whoever is not paid, for either reason, is passed over; every level looks on upward
  until somebody is paid, the next level from there.

`compression.qualified_by` says who qualifies: `active` (the plan's `status.active`, and the bonus's
`eligibility` where it states one) or `eligibility` alone.

Options: `pool` ("0.40": the rates are of this share of the volume), `volume_to_money` ("0.80": the
money a point is worth), `inactive_source_pays: false` (the own purchase of a member who does not
qualify pays nobody).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from commissions.domain.people.upline import Ancestor
from commissions.domain.plans import conditions
from commissions.domain.plans.award import Award
from commissions.domain.plans.award_builder import (
    NO_RATE,
    NOBODY,
    OWN_PURCHASE,
    AwardBuilder,
    LevelSlot,
)
from commissions.domain.plans.conditions import EVERYBODY, AllOf, Condition
from commissions.domain.plans.document_node import Node
from commissions.domain.plans.rates import Rates, read_rates
from commissions.domain.plans.sections import Terms
from commissions.domain.sales.referral_match import SaleCredit

REQUIRED = "tree basis start rates compression"
OPTIONAL = "award eligibility qualification pool volume_to_money inactive_source_pays"

SELLER, BUYER_PARENT = "seller", "buyer_parent"
NONE, SKIP_INACTIVE, DYNAMIC = "none", "skip_inactive", "dynamic"
NAMED_MAX = 100
"""So many get a line of their own that says why they are not paid; the others share one."""
MORE_ABOVE = "more stand above here who are not paid either"


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    builder: AwardBuilder
    rates: Rates
    start: str
    compression: str
    qualified: Condition
    inactive_source_pays: bool

    def earn(self, credit: SaleCredit, base: int) -> list[Award]:
        """A line for everybody who was looked at, and one for the levels that found nobody."""
        if why_not := self._why_buyer_not(credit):
            return [self.builder.unpaid(credit, f"own purchase of a member {why_not}")]
        lines, level = self._walk(credit, base)
        lines = self._brief(lines, base)
        if level in self.rates.levels:
            above = max(len(credit.line) + self._nearest(credit), self.rates.levels.start)
            left = range(level, self.rates.levels.stop)
            lines.append(self.builder.nobody_for(left, above, base))
        return lines

    def _why_buyer_not(self, credit: SaleCredit) -> str:
        """Why nobody is paid, where the plan ties that to the buyer's own qualification."""
        if self.inactive_source_pays or not credit.own_purchase:
            return ""
        return self.qualified.why_not(credit.line[0])

    def _walk(self, credit: SaleCredit, base: int) -> tuple[list[Award], int]:
        """The lines, nearest member first, and the level that came to nobody yet."""
        lines: list[Award] = []
        level = self.rates.levels.start
        for distance, member in self._line(credit):
            if level not in self.rates.levels:
                break
            own = distance == 0 and credit.own_purchase
            unqualified = OWN_PURCHASE if own else self.qualified.why_not(member)
            reason = unqualified or self.rates.why_not(member.rank, level)
            rate = self.rates.of(member.rank, level)
            lines.append(self.builder.award(LevelSlot(distance, level, member), base, rate, reason))
            if own or not reason or self._uses_up(qualified=not unqualified):
                level += 1
        return lines, level

    def _uses_up(self, *, qualified: bool) -> bool:
        """Whether one who is not paid uses up the level."""
        return self.compression == NONE or (self.compression == SKIP_INACTIVE and qualified)

    def _line(self, credit: SaleCredit) -> Iterator[tuple[int, Ancestor]]:
        """Everybody from the first level on, with their distance from the buyer or seller."""
        for distance, member in enumerate(credit.line, self._nearest(credit)):
            if distance >= self.rates.levels.start:
                yield distance, member

    def _nearest(self, credit: SaleCredit) -> int:
        """The distance of the seller: a customer stands below, a buyer of their own does not."""
        return int(self.start == BUYER_PARENT and not credit.own_purchase)

    def _brief(self, lines: list[Award], base: int) -> list[Award]:
        """Keeps an order's journal small however long the line: see NAMED_MAX."""
        rest = [line for line in lines if line.reason][NAMED_MAX:]
        if not rest:
            return lines
        keys = {line.key for line in rest}
        place = LevelSlot(rest[0].level, rest[0].paid_level, NOBODY)
        reason = f"{len(rest)} {MORE_ABOVE}"
        shared = self.builder.award(place, base, NO_RATE, reason)
        return [*(line for line in lines if line.key not in keys), shared]


def read(node: Node, terms: Terms, builder: AwardBuilder) -> Levels:
    compression = node["compression"].only("kind qualified_by")
    return Levels(
        builder=builder,
        rates=read_rates(node["rates"]),
        start=node["start"].choice(SELLER, BUYER_PARENT),
        compression=compression["kind"].choice(NONE, SKIP_INACTIVE, DYNAMIC),
        qualified=_qualified(node, terms),
        inactive_source_pays="inactive_source_pays" not in node
        or node["inactive_source_pays"].flag(),
    )


def _qualified(node: Node, terms: Terms) -> Condition:
    by = node["compression"]["qualified_by"]
    parts: list[Condition] = []
    if by.choice("active", "eligibility") == "active":
        parts.append(_active(by, terms))
    if "eligibility" in node:
        parts.append(conditions.as_of_sale(node["eligibility"], terms.ranks))
    return AllOf(tuple(parts))


def _active(by: Node, terms: Terms) -> Condition:
    if terms.active.missing:
        by.refuse("active is not defined: status.active has to be stated")
        return EVERYBODY
    return conditions.as_of_sale(terms.active, terms.ranks)
