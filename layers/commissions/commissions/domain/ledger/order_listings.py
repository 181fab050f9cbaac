"""All that somebody has to see of one order while it goes on, whatever it is about."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from commissions.domain.ledger.copies import BackByCopies, StandsFor
from commissions.domain.ledger.listings import AT_ONCE, Listing, listings_of, undecided_goodwill
from commissions.domain.ledger.merged_links import differing_links
from commissions.domain.ledger.money_rules import PARK, rules_of
from commissions.domain.ledger.order_balance import OrderBalance
from commissions.domain.ledger.sorted_facts import SortedFacts
from commissions.domain.ledger.unheeded_referrals import unheeded_referrals
from commissions.domain.ledger.unknown_renewals import unknown_renewal
from commissions.domain.money import shown
from commissions.domain.orders.parking_reasons import COPY_REFUNDS_DIFFER, COPY_UNKNOWN
from commissions.domain.sales.whose_sale import Verdict

NAMED_MAX = 5
"""So many lines or orders are named; of more, how many there are."""


def order_listings(
    known: SortedFacts,
    verdict: Verdict,
    balance: OrderBalance,
    elsewhere: StandsFor | None,
    copies: BackByCopies,
) -> tuple[Listing, ...]:
    """Without what somebody has seen as it is; of an order that is called off there is none. Of one
    that earns in another one there is no more than the question whether it does."""
    if known.is_reversed or (balance.waits and known.cancelled):
        return ()
    found = [*_of_copies(known, balance, elsewhere, copies)]
    if elsewhere is None or not (elsewhere.waits or elsewhere.is_whole):
        found = [*_of_own(known, verdict, balance), *found]
    return tuple(each for each in found if each.subject not in known.decisions.seen)


def _of_own(known: SortedFacts, verdict: Verdict, balance: OrderBalance) -> Iterator[Listing]:
    yield from listings_of(
        known.snapshots,
        known.refunds,
        rules_of(known),
        balance,
        answered_at=known.decisions.returned_at,
        days=known.locks[0].policies.return_without_money_days,
    )
    if _asks(known, balance):
        yield undecided_goodwill(balance, known.latest.currency)
    yield from unheeded_referrals(verdict)
    yield from filter(None, (unknown_renewal(known, verdict), differing_links(known, verdict)))


def _asks(known: SortedFacts, balance: OrderBalance) -> bool:
    """Whether a person has to say what goodwill takes, and nobody has."""
    asks = known.locks[0].policies.amount_only_refund == PARK
    return asks and not known.decisions.goodwill and balance.unspread > 0


def _of_copies(
    known: SortedFacts, balance: OrderBalance, elsewhere: StandsFor | None, copies: BackByCopies
) -> Iterator[Listing]:
    if elsewhere and elsewhere.waits:
        yield Listing(reason=COPY_UNKNOWN, detail=elsewhere.sentence, due=AT_ONCE)
    elif elsewhere and elsewhere.unknown:
        lines = _named("line", sorted(elsewhere.unknown))
        has = "the like" if elsewhere.late else "the product, and otherwise"
        detail = f"{elsewhere.question}: of {lines} that one has {has}"
        yield Listing(reason=COPY_UNKNOWN, detail=detail, due=AT_ONCE)
    if balance.copied and balance.copied.differ:
        here = _shown(balance.copied.here, known.latest.currency)
        there = _shown(balance.copied.by_copies, known.latest.currency)
        detail = f"{here} came back by its own refunds, {there} by {_orders(copies.copies)}"
        yield Listing(reason=COPY_REFUNDS_DIFFER, detail=detail, due=AT_ONCE)
    if copies.unplaced:
        detail = f"what came back by {_orders(copies.unplaced)} is of no line of it"
        yield Listing(reason=COPY_REFUNDS_DIFFER, detail=detail, due=AT_ONCE)


def _orders(keys: Iterable[str]) -> str:
    return _named("order", [key.rpartition("/")[2] for key in keys])


def _named(what: str, names: list[str]) -> str:
    further = len(names) - NAMED_MAX
    more = f" and {further} more" if further > 0 else ""
    return f"{what}{'s' if len(names) > 1 else ''} {', '.join(names[:NAMED_MAX])}{more}"


def _shown(amount: Fraction, currency: str) -> str:
    return shown(round(amount), currency)
