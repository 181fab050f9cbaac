"""What a member's pages about money show, each in three round trips at most."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from commissions.application.queries import hold_window, member_month
from commissions.application.queries.hold_window import HoldWindow
from commissions.application.queries.published_plans import PublishedPlans
from commissions.domain.ledger.books import batch_of
from commissions.domain.ledger.member_month import MemberMonth
from commissions.domain.ledger.statement import COMMISSION, PAYOUT
from commissions.domain.payouts.free_parts import FreePart
from commissions.domain.payouts.member_money import member_money
from commissions.domain.payouts.money_facts import MoneyFacts, MoneyRow, StatementFacts
from commissions.domain.payouts.payout import Payout
from commissions.tables import payees, payouts, statement_pages
from commissions.tables.statement_pages import StatementEntry

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
STATEMENT_LINES_MAX = 10_000
ROWS_MAX = 50


@dataclass(frozen=True, slots=True)
class StatementRows:
    """Some lines of a month's statement, the newest first."""

    rows: tuple[MoneyRow, ...]
    goes_on: str
    """After which line it does; empty at the end."""


class TooManyRows(ValueError):
    """A month with more lines than one statement is written of."""


class NotTheirPayout(LookupError):
    """There is none of that batch for this member."""


def balance(member: str, plans: PublishedPlans, now: datetime, zone: str) -> MoneyFacts:
    """Raises NotCountedYet. One more round trip for every thousand lines beyond the first, five at
    most. `zone`: by whose clock weeks end."""
    payee, accounts = payees.all_of(member)
    moves = {each.currency: each.moves for each in accounts}
    window = hold_window.read(member, BEGINNING, now + timedelta(microseconds=1), plans)
    months = member_month.every_month(member)
    known = sorted({*moves, *(each.currency for month in months for each in month.money)})
    return MoneyFacts(
        money=[
            member_money(each, _parts(window, months, each), moves.get(each, ()), now, zone)
            for each in known
        ],
        months=months,
        payee=payee,
        by_days=not window.is_whole,
    )


def payouts_of(member: str) -> list[Payout]:
    """All there are, planned ones too, the latest first."""
    batch_ids = [each.batch_id for each in payouts.batches()]
    return payouts.of_payee(member, batch_ids)[::-1]


def payout_of(member: str, batch: str) -> Payout:
    """Raises NotTheirPayout, also where the batch pays others."""
    found = payouts.of_payee(member, [batch])
    if not found:
        raise NotTheirPayout(batch)
    return found[0]


def statement_of(member: str, month: str, plans: PublishedPlans) -> StatementFacts:
    """Raises NotCountedYet, TooManyRows."""
    counted = member_month.read(member, month)
    rows = [_row(each) for each in _entries(member, month, plans) if _changes_owed(each)]
    return StatementFacts(month=counted, rows=rows[::-1])


def statement_rows(
    member: str, month: str, plans: PublishedPlans, after: str = "", most: int = ROWS_MAX
) -> StatementRows:
    """The lines of `statement_of`, a page at a time and one round trip each; there may be fewer
    than `most` although it goes on. `after`: where an earlier page said that it goes on."""
    begins, ends = plans.span(month)
    page = statement_pages.newest(member, begins, ends, after, most)
    of_month = [each for each in page.entries if each.month in {"", month}]
    return StatementRows(
        rows=tuple(_row(each) for each in of_month if _changes_owed(each)),
        goes_on="" if page.is_last or not page.entries else page.entries[-1].entry,
    )


def _parts(window: HoldWindow, months: list[MemberMonth], currency: str) -> list[FreePart]:
    if window.is_whole:
        return window.parts(currency)
    return hold_window.parts_by_day(months, currency, window.plans)


def _entries(member: str, month: str, plans: PublishedPlans) -> Iterator[StatementEntry]:
    """The newest first."""
    begins, ends = plans.span(month)
    after, read = "", 0
    while True:
        page = statement_pages.newest(member, begins, ends, after)
        read += len(page.entries)
        yield from (each for each in page.entries if each.month in {"", month})
        if page.is_last:
            return
        if read >= STATEMENT_LINES_MAX:
            raise TooManyRows(month)
        after = page.entries[-1].entry


def _changes_owed(entry: StatementEntry) -> bool:
    return bool(entry.amount) and entry.kind in {COMMISSION, PAYOUT}


def _row(entry: StatementEntry) -> MoneyRow:
    award = entry.award
    kind, _, name = award["bonus"].partition(":")
    of_payout = bool(batch_of(entry.order_key))
    return MoneyRow(
        at=entry.at,
        event_id=entry.event_id,
        book=entry.order_key,
        kind=kind if of_payout else COMMISSION,
        what=name if of_payout else award["bonus"],
        level=award["level"],
        amount=entry.amount,
        currency=entry.currency,
    )
