"""Why a member was paid for an order, or by the close of a period, or was not: worked out from its
journals as `commissions explain` does, and told without anything of anybody else.

Three round trips: the journals with the member's edges and accounts, and the order's facts; one
more where the order has more than a few journals.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.application.queries import explanation
from commissions.application.queries.award_whys import award_why
from commissions.application.queries.published_plans import PublishedPlans
from commissions.domain.ledger.books import is_order_book, is_payout_book
from commissions.domain.ledger.facts import Fact
from commissions.domain.ledger.journal import Context, Journal, broken_link
from commissions.domain.ledger.member_lines import MemberLine
from commissions.domain.ledger.member_orders import MemberOrder, bought, member_order
from commissions.domain.ledger.sorted_facts import SortedFacts, sorted_out
from commissions.domain.ledger.why import AwardWhy, Exchange, OrderWhy, PlanNamed
from commissions.domain.people.genealogy import Edge, status_since
from commissions.tables import chains, genealogy, ledger, payees
from commissions.tables.journals import UNREADABLE
from commissions.tables.payees import PayeeAccount

NO_SENSE = (*UNREADABLE, LookupError, ArithmeticError)
"""What facts say that cannot be read or make no sense."""
JOURNALS_EXPECTED = 3
"""So many are asked for at once, and one more."""


class NotTheirs(LookupError):
    """An order that nobody knows, or that a member has no line of: the two are not told apart."""


def of_order(member: str, order_key: str, plans: PublishedPlans) -> OrderWhy:
    """Raises NotTheirs."""
    return _read(member, order_key, plans).why()


def of_line(member: str, event_id: str, plans: PublishedPlans) -> OrderWhy:
    """The order with one line of it, as things were when that was written. Raises NotTheirs."""
    order_key, *place = event_id.rsplit("/", 2)
    if len(place) < len(("journal", "line")):
        raise NotTheirs(event_id)
    return _read(member, order_key, plans).why(event_id)


@dataclass(frozen=True)
class _OrderExplained:
    member: str
    order: MemberOrder
    chain: Sequence[Journal]
    plans: PublishedPlans
    edges: Sequence[Edge]
    accounts: Mapping[str, PayeeAccount]
    known: SortedFacts | None

    def why(self, asked: str = "") -> OrderWhy:
        first, context = self.order.lines[0], self.order.context
        own = self.order.whose.is_own
        return OrderWhy(
            order_key=self.order.order_key,
            number=(self.known.latest.number if self.known else "") or self.order.number,
            store_id=self.order.store_id,
            whose=self.order.whose,
            seller=self.order.seller,
            buyer_class=context.buyer_class,
            carrier=context.carrier if own else "",
            code=context.code if own else "",
            placed_at=context.upline_as_of,
            paid_at=_paid_at(self.known) if self.known else None,
            recorded_at=first.recorded_at,
            lines=bought(context.maps),
            exchange=_exchange(context) if own else None,
            plan=PlanNamed(
                plan=context.plan, version=context.plan_version, digest=context.plan_digest
            ),
            awards=tuple(self._awards(asked)),
            status_since=status_since(self.edges, context.upline_as_of),
            asked=asked,
            is_intact=not broken_link(self.chain),
        )

    def _awards(self, asked: str) -> Iterator[AwardWhy]:
        """Raises NotTheirs."""
        found = False
        for award in self.order.awards:
            lines = _until(award.lines, asked)
            if asked and not lines:
                continue
            found = True
            last = lines[-1]
            line_number = int(last.event_id.rpartition("/")[2])
            explained = explanation.explain(self.chain, last.number, line_number)
            yield award_why(explained, lines, self.plans, self.accounts.get(last.currency))
        if asked and not found:
            raise NotTheirs(asked)


def _until(lines: Sequence[MemberLine], asked: str) -> Sequence[MemberLine]:
    """All of an award, or until the line that is asked for; none where that is of another one."""
    if not asked:
        return lines
    place = next((at for at, each in enumerate(lines, 1) if each.event_id == asked), 0)
    return lines[:place]


def _read(member: str, order_key: str, plans: PublishedPlans) -> _OrderExplained:
    if is_payout_book(order_key):
        raise NotTheirs(order_key)
    read = chains.read(
        {order_key: JOURNALS_EXPECTED},
        beside={
            genealogy.TABLE: [genealogy.key_of(member)],
            payees.TABLE: [payees.key_of(member, currency) for currency in plans.currencies],
        },
    )
    chain = read.journals[order_key]
    order = member_order(member, chain, plans.terms_of)
    if order is None:
        raise NotTheirs(order_key)
    return _OrderExplained(
        member=member,
        order=order,
        chain=chain,
        plans=plans,
        edges=genealogy.edges_in(read.beside[genealogy.TABLE]),
        accounts=payees.accounts_in(read.beside[payees.TABLE]),
        known=_sorted(order_key) if is_order_book(order_key) else None,
    )


def _sorted(order_key: str) -> SortedFacts | None:
    """None where the facts cannot be read: the journals are there all the same."""
    try:
        facts: list[Fact] = ledger.facts_of(order_key)
        return sorted_out(facts)
    except NO_SENSE:
        return None


def _paid_at(known: SortedFacts) -> datetime | None:
    """When the snapshot was made by which the order is paid: the first one that is called paid."""
    if not known.locks:
        return None
    version = known.locks[0].order_version
    return next((each.updated_at for each in known.snapshots if each.version == version), None)


def _exchange(context: Context) -> Exchange:
    return Exchange(
        currency=context.order_currency,
        net=context.order_net,
        rate=context.rate,
        day=context.rate_day,
    )
