"""What is owed, as it was counted last; and how one person stands now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.application.payouts.earned import terms_of
from commissions.application.payouts.payables import (
    MemberPayable,
    NoPlanPays,
    payable_of,
)
from commissions.application.queries.published_plans import published
from commissions.domain.payouts.counted_payables import CountedPayables, PayableRow
from commissions.domain.payouts.payout import Payout
from commissions.domain.payouts.terms import PayoutTerms
from commissions.domain.payouts.write_off import write_off_due
from commissions.domain.stores.certification import is_certified
from commissions.payments import payable_files
from commissions.tables import members, payouts

PAGE = 50


class NoSuchPayables(LookupError):
    """A currency in which nothing was counted, or somebody whom no register knows."""


@dataclass(frozen=True, slots=True)
class PayablePage:
    counted: CountedPayables
    rows: Sequence[PayableRow]
    goes_on: int
    """From which row; 0 at the end."""


@dataclass(frozen=True, slots=True)
class PayeeStory:
    """How somebody stands as of now, and all that was ever paid to them."""

    member: str
    currency: str
    payable: MemberPayable | None
    """None where no plan, or several, pay the currency."""
    write_off: int
    """How much of what they owe may be written off, in minor units."""
    payouts: Sequence[Payout]
    """The latest first."""


def counted() -> list[CountedPayables]:
    """By currency. Raises NothingCounted."""
    return payable_files.latest()


def counted_in(currency: str) -> CountedPayables:
    """Raises NothingCounted, NoSuchPayables."""
    found = next((each for each in counted() if each.currency == currency), None)
    if found is None:
        raise NoSuchPayables(currency)
    return found


def people(currency: str, name: str, after: int = 0) -> PayablePage:
    """Whom a list is made of, who has most of it first; 50 at a time, in two reads. Raises
    NothingCounted, NoSuchPayables."""
    found = counted_in(currency)
    rows = [each for each in payable_files.rows_of(found) if each.in_list(name)]
    rows.sort(key=lambda each: (-abs(each.in_list(name)), each.member))
    ends = after + PAGE
    return PayablePage(found, rows[after:ends], ends if ends < len(rows) else 0)


def terms_by(currency: str, now: datetime) -> PayoutTerms:
    """Of the plan in force that pays a currency, of several the first by its id: as payables are
    counted. Raises NoPlanPays."""
    plans = [each for each in published().in_force(now) if each.base_currency == currency]
    if not plans:
        raise NoPlanPays(f"No plan in force pays {currency}")
    return terms_of(plans[0])


def payee(member: str, currency: str, now: datetime) -> PayeeStory:
    """In some seven round trips, and one more for every two thousand lines of their statement.
    Raises NoSuchPayables of whom no register knows and who never earned anything."""
    batches = [each.batch_id for each in payouts.batches()]
    paid = payouts.of_payee(member, batches)[::-1]
    try:
        terms = terms_by(currency, now)
    except NoPlanPays:
        _check_known(member, None)
        return PayeeStory(member, currency, None, 0, paid)
    found = payable_of(member, terms, now)
    _check_known(member, found)
    due = write_off_due(found.found.standing, terms)
    return PayeeStory(member, currency, found, due, paid)


def _check_known(member: str, found: MemberPayable | None) -> None:
    """Raises NoSuchPayables."""
    earned = found is not None and (found.lots or found.account.moves)
    if is_certified(member) or not (earned or members.known([member])):
        raise NoSuchPayables(member)
