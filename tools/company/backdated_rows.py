"""Rows of distributors.csv that say how somebody stood in the past: a line that was looked up for
an order stays as it was found, and the orders that would have another one by now are named."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from commissions.application.care.refold import NO_SENSE
from commissions.domain.ledger.sorted_facts import sorted_out
from commissions.domain.people.genealogy import Edge, NotYetAMember, SponsorLoop, climb, with_edge
from commissions.domain.people.upline import Ancestor
from commissions.domain.sales.referral_match import SaleCredit
from commissions.tables import genealogy, ledger, orders_by_day
from tools.company.genealogy_checks import People
from tools.company.registrations import Loading

Tree = dict[str, tuple[Edge, ...]]
ORDERS_MAX = 2_000
"""So many orders are looked at, the earliest first; each is read whole."""
DAYS_MAX = 400
SHOWN_MAX = 10


def notices(people: People, store_ids: Iterable[str], loading: Loading) -> list[str]:
    """What is said of the orders that keep the line they have; nothing is written."""
    now, new = loading.now, {step.member for generation in people.places for step in generation}
    steps = (each for each in people.changes if each.member not in new)
    past = [each.edge.since for each in steps if each.edge.since < now]
    if not (past and loading.has_orders("")):
        return []
    trees, since = _Trees.of(people), min(past)
    keys = list(islice(_orders(sorted(store_ids), since, now), ORDERS_MAX + 1))
    found = [key for key in keys[:ORDERS_MAX] if trees.differ(_credit(key), since)]
    is_cut = len(keys) > ORDERS_MAX or now - since > timedelta(days=DAYS_MAX)
    return [_said(found, is_cut=is_cut)] if found or is_cut else []


@dataclass(slots=True)
class _Trees:
    """The tree as it stands, and with what the rows add; read as far as lines lead."""

    added: Mapping[str, Sequence[Edge]]
    before: Tree = field(default_factory=dict)
    after: Tree = field(default_factory=dict)

    @classmethod
    def of(cls, people: People) -> "_Trees":
        added: dict[str, list[Edge]] = {}
        placed = (step for generation in people.places for step in generation)
        for step in (*placed, *people.changes):
            added.setdefault(step.member, []).append(step.edge)
        return cls(added)

    def differ(self, credit: SaleCredit | None, since: datetime) -> bool:
        """Whether the rows change who stood above a seller, so that the order keeps another line
        than would be looked up now."""
        if credit is None or not credit.line or credit.order_ts < since:
            return False
        seller, at = credit.line[0].member, credit.order_ts
        after = self._line(seller, at, self.after)
        return after != self._line(seller, at, self.before) and after != tuple(credit.line)

    def _line(self, member: str, at: datetime, tree: Tree) -> tuple[Ancestor, ...]:
        try:
            while missing := (climbed := climb(member, at, tree)).missing:
                if not self._read(missing):
                    break  # nobody is there: as far as it goes
        except (NotYetAMember, SponsorLoop):
            return ()
        return climbed.line

    def _read(self, member: str) -> bool:
        stands = self.before.get(member) or genealogy.edges([member]).get(member, ())
        both = stands
        for edge in self.added.get(member, ()):
            both = with_edge(both, edge)
        if stands:
            self.before[member] = stands
        if both:
            self.after[member] = both
        return bool(both)


def _orders(store_ids: Sequence[str], since: datetime, now: datetime) -> Iterator[str]:
    first = since.astimezone(UTC).date()
    for day in _days(first, now.astimezone(UTC).date()):
        for store_id in store_ids:
            yield from orders_by_day.orders_of_day(store_id, day)


def _days(first: date, last: date) -> Iterator[date]:
    days = min((last - first).days + 1, DAYS_MAX)
    return (first + timedelta(days=number) for number in range(days))


def _credit(order_key: str) -> SaleCredit | None:
    """Of an order that makes no sense nothing is said here: that is for the reconciliation."""
    try:
        known = sorted_out(ledger.read(order_key).facts)
        verdict = known.verdict if known else None
    except NO_SENSE:
        return None
    return verdict.credit if verdict else None


def _said(found: Sequence[str], *, is_cut: bool) -> str:
    """How many they are, and the first of them."""
    orders = "1 order keeps" if len(found) == 1 else f"{len(found)} orders keep"
    shown = ", ".join(found[:SHOWN_MAX])
    more = f" and {len(found) - SHOWN_MAX} more" if len(found) > SHOWN_MAX else ""
    named = f": {shown}{more}" if found else ""
    cut = f" No more than {ORDERS_MAX} orders of {DAYS_MAX} days were looked at." if is_cut else ""
    return (
        f"{orders} the line that was looked up, though rows of the past change who stood above "
        f"the seller{named}.{cut}"
    )
