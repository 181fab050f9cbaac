"""The journals of a payout's book: one for each step that it takes.

Reserving moves what is taken from what is payable into clearing; fee and deductions go to accounts
of their own, on lines of their own. Settling moves clearing to the provider's cash, at the rate
that was locked. What fails or comes back undoes all that was moved, fee and deductions too.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from commissions.domain.ledger.books import payout_book
from commissions.domain.ledger.journal import FIRST, Context, Journal, JournalLine, Leg, sealed
from commissions.domain.money import shown
from commissions.domain.payouts.payout import APPROVED, FAILED, RETURNED, SENT, SETTLED, Payout
from commissions.domain.payouts.standing import CAME_BACK, RESERVED, PayoutMove

CLEARING, FEES, DEDUCTIONS = "payout_clearing", "payout_fees", "payout_deductions"
EXCHANGE, CASH, PAYABLE = "payout_exchange", "cash", "commission_payable"
WRITTEN_OFF_DEBT = "clawback_written_off"
PAYOUT, FEE, DEDUCTION = "payout", "fee", "deduction"
CAUSES = {
    APPROVED: "payout reserved",
    SENT: "payout sent",
    SETTLED: "payout settled",
    FAILED: "payout failed",
    RETURNED: "payout returned",
}
"""By the state that a journal takes a payout to: what its book says it is."""


def payout_journal(
    payout: Payout, posted: Sequence[Journal], *, at: datetime, recorded_at: datetime
) -> Journal:
    """The next journal of a payout's book, which takes it to its state. `at`: when that happened.
    Raises Unbalanced."""
    legs = _merged(_legs(payout, posted))
    lines = tuple(_lines(payout)) if any(leg.account.startswith(PAYABLE) for leg in legs) else ()
    return sealed(
        Journal(
            order_key=payout_book(payout.batch, payout.payee),
            number=len(posted) + 1,
            effective_at=at,
            recorded_at=recorded_at,
            facts=(),
            legs=legs,
            lines=lines,
            context=_context(payout),
            previous_hash=posted[-1].hash if posted else FIRST,
        )
    )


def move_of(payout: Payout, at: datetime) -> PayoutMove | None:
    """What a payout's state does to the payee's account; None where it leaves it alone."""
    book = payout_book(payout.batch, payout.payee)
    if payout.state == APPROVED:
        return PayoutMove(
            kind=RESERVED, at=payout.as_of, amount=payout.taken, offset=payout.offset, book=book
        )
    if payout.state in {FAILED, RETURNED} and payout.reserved:
        return PayoutMove(kind=CAME_BACK, at=at, amount=payout.taken, book=book)
    return None


def state_in(book: Sequence[Journal]) -> str:
    """How far a book says that its payout has come; empty where it says nothing."""
    states = {cause: state for state, cause in CAUSES.items()}
    return states.get(book[-1].context.cause, "") if book else ""


def _legs(payout: Payout, posted: Sequence[Journal]) -> list[Leg]:
    match payout.state:
        case "approved":
            return _reserving(payout)
        case "settled":
            return _settling(payout)
        case "failed" | "returned":
            # Whatever its book has moved comes back: also what was settled.
            return [replace(leg, amount=-leg.amount) for each in posted for leg in each.legs]
    return []


def _reserving(payout: Payout) -> list[Leg]:
    return [
        Leg(f"{PAYABLE}:{payout.payee}", payout.currency, -payout.taken),
        Leg(CLEARING, payout.currency, payout.net),
        Leg(FEES, payout.currency, payout.fee),
        *(
            Leg(f"{DEDUCTIONS}:{each.name}", payout.currency, each.amount)
            for each in payout.deducted
        ),
    ]


def _settling(payout: Payout) -> list[Leg]:
    cash = Leg(f"{CASH}:{payout.provider}", payout.paid_in, payout.paid)
    out = Leg(CLEARING, payout.currency, -payout.net)
    if payout.paid_in == payout.currency:
        return [out, cash]
    exchange = f"{EXCHANGE}:{payout.currency}/{payout.paid_in}"
    return [
        out,
        Leg(exchange, payout.currency, payout.net),
        Leg(exchange, payout.paid_in, -payout.paid),
        cash,
    ]


def _merged(legs: Iterable[Leg]) -> tuple[Leg, ...]:
    sums: Counter[tuple[str, str]] = Counter()
    for leg in legs:
        sums[leg.account, leg.unit] += leg.amount
    return tuple(Leg(account, unit, amount) for (account, unit), amount in sums.items() if amount)


@dataclass(frozen=True, slots=True)
class _Share:
    """A part of what was taken: what it is, and what it goes by."""

    what: str
    amount: int
    rate: str = ""
    told: str = ""


def _lines(payout: Payout) -> Iterator[JournalLine]:
    """What is paid, the fee, and each deduction, a line each: together they are what was taken."""
    rate = f"{payout.rate.normalize():f}" if payout.rate_day else ""
    paid = shown(payout.paid, payout.paid_in)
    shares = [
        _Share(
            PAYOUT, payout.net, rate, f"{paid} at {rate} of {payout.rate_day}" if rate else paid
        ),
        *([_Share(FEE, payout.fee)] if payout.fee else []),
        *(_Share(f"{DEDUCTION}:{each.name}", each.amount, each.pct) for each in payout.deducted),
    ]
    return (_line(payout, number, each) for number, each in enumerate(shares))


def _line(payout: Payout, number: int, share: _Share) -> JournalLine:
    back = payout.state in {FAILED, RETURNED}
    return JournalLine(
        line=number,
        bonus=share.what,
        kind=share.what.partition(":")[0],
        level=0,
        paid_level=0,
        earner=payout.payee,
        status=payout.state,
        rank="",
        basis="taken",
        base=payout.taken,
        rate=share.rate,
        earned=-share.amount,
        reversed=-share.amount if back else 0,
        refunded="1" if back else "0",
        amount=share.amount if back else -share.amount,
        currency=payout.currency,
        reason=payout.why or share.told,
    )


def _context(payout: Payout) -> Context:
    return Context(
        cause=CAUSES[payout.state],
        plan=payout.plan,
        plan_version=payout.plan_version,
        plan_digest=payout.plan_digest,
        seller="",
        buyer_class="",
        carrier="",
        upline_as_of=payout.as_of,
        order_currency=payout.paid_in,
        order_net=payout.paid,
        rate=f"{payout.rate.normalize():f}",
        rate_day=payout.rate_day,
        maps=(),
    )
