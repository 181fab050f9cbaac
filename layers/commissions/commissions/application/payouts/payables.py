"""What is payable to whom as of now: from statements, accounts, registers and rates."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from commissions.application.payouts.earned import earned_lines, terms_of
from commissions.domain.ledger.member_month import TOTAL
from commissions.domain.payouts.free_parts import StandingLot, free_parts, standing_lots
from commissions.domain.payouts.locked_rate import LockedRate, at_par
from commissions.domain.payouts.payable import Payable, Recipient, payable
from commissions.domain.payouts.payee import Payee
from commissions.domain.payouts.standing import standing
from commissions.domain.payouts.terms import PayoutTerms
from commissions.domain.people.genealogy import Edge, NotYetAMember, position_at
from commissions.domain.stores.certification import is_certified
from commissions.tables import audit_reads, genealogy, payees, plans, rates
from commissions.tables.payees import PayeeAccount

TOGETHER = 100
EVERYTHING = 1
"""Of a payout goes to a debt, if it has to."""


class NoPlanPays(LookupError):
    """No plan, or more than one, says how a currency is paid out."""


@dataclass(frozen=True, slots=True)
class MemberPayable:
    """What is payable to a member, and their account as it was read for it."""

    found: Payable
    payee: Payee | None
    account: PayeeAccount
    lots: Sequence[StandingLot] = ()
    """What stands of all that they earned, the oldest first, paid or not."""


def paying_terms(currency: str, now: datetime, plan_id: str = "") -> PayoutTerms:
    """Of the plan in force that earns in a currency; where there are several, by its id. Raises
    NoPlanPays."""
    ids = [plan_id] if plan_id else plans.all_ids()
    in_force = [plan for each in ids if (plan := plans.in_force(each, now))]
    paying = [plan for plan in in_force if plan.base_currency == currency]
    if not paying:
        raise NoPlanPays(f"No plan in force{f' called {plan_id}' * bool(plan_id)} pays {currency}")
    if len(paying) > 1:
        names = ", ".join(plan.plan_id for plan in paying)
        raise NoPlanPays(f"Several plans pay {currency}: say by which is paid, --plan {names}")
    return terms_of(paying[0])


def every_payable(terms: PayoutTerms, now: datetime) -> Iterator[MemberPayable]:
    """Of everybody who may be owed something in the currency of a plan, by member."""
    return payables_of(_owed(terms), terms, now)


def payables_of(
    members: Sequence[str], terms: PayoutTerms, now: datetime
) -> Iterator[MemberPayable]:
    """Of so many, in their order: one query a person, and a few round trips for a hundred."""
    for some in batched(members, TOGETHER, strict=False):
        yield from _payables(some, terms, now)


def payable_of(member: str, terms: PayoutTerms, now: datetime) -> MemberPayable:
    return next(_payables([member], terms, now))


def _owed(terms: PayoutTerms) -> list[str]:
    """Whose balance is not zero, or may be made of a debt and of as much that is unpaid: where a
    debt takes all of a payout, nothing would be paid of that. Balances are seconds behind the
    ledger: what is new of somebody is in the next batch."""
    owed: Counter[str] = Counter()
    for owner, scope, unit, amount in audit_reads.all_balances():
        if (scope, unit) == (TOTAL, terms.currency) and not is_certified(owner):
            owed[owner] += amount
    of_two = terms.max_offset < EVERYTHING
    return sorted(owner for owner, amount in owed.items() if amount or of_two)


def _payables(members: Sequence[str], terms: PayoutTerms, now: datetime) -> Iterator[MemberPayable]:
    """Accounts are read before statements: what a batch takes meanwhile moves their version."""
    accounts = payees.accounts(members, terms.currency)
    registered = payees.known(members)
    known_as = statuses(members, now)
    for member in members:
        payee = registered.get(member)
        to = Recipient(
            member=member,
            payee=payee,
            status=known_as[member],
            rate=locked_rate(payee.currency if payee else terms.currency, terms, now),
        )
        lines = list(earned_lines(member, terms.currency))
        at = standing(free_parts(lines), accounts[member].moves, now)
        lots = standing_lots(lines, now)
        yield MemberPayable(payable(at, terms, to), payee, accounts[member], lots)


def statuses(members: Sequence[str], now: datetime) -> dict[str, str]:
    """In the genealogy as of a moment; empty of whom it does not know."""
    edges = genealogy.edges(members)
    return {member: _status(member, edges.get(member, ()), now) for member in members}


def _status(member: str, edges: Sequence[Edge], now: datetime) -> str:
    if not edges:
        return ""
    try:
        return position_at(member, edges, now).status
    except NotYetAMember:
        return ""


def locked_rate(paid_in: str, terms: PayoutTerms, now: datetime) -> LockedRate | None:
    """Of the plan's source: of today, or of the latest day within a week before; None where there
    is none."""
    if paid_in == terms.currency:
        return at_par(paid_in)
    found = rates.of_source(terms.rate_source, paid_in, terms.currency, now.date())
    if found is None:
        return None
    return LockedRate(
        paid_in=paid_in,
        earned_in=terms.currency,
        rate=found.rate,
        day=found.day,
        source=found.source,
    )
