"""A journal as rows: its lines, also those that pay nothing, and its legs."""

from collections.abc import Iterator

from commissions.application.export.books import book_name
from commissions.application.export.row_words import Rows, Words, amount, of_day
from commissions.domain.ledger.journal import Journal
from commissions.domain.stores.certification import is_certified
from commissions.warehouse.schema import FACT_COMMISSION, FACT_LEDGER_LEG


def is_exported(journal: Journal) -> bool:
    """Whether it is business: no store, member or seller of it is one of certification."""
    book = book_name(journal.order_key)
    return not book.is_certification and not is_certified(journal.context.seller)


def journal_rows(journal: Journal) -> Rows:
    found: Rows = [(FACT_COMMISSION, each) for each in _lines(journal)]
    return found + [(FACT_LEDGER_LEG, each) for each in _legs(journal)]


def _common(journal: Journal) -> Words:
    book = book_name(journal.order_key)
    return {
        "journal_hash": journal.hash,
        "journal_id": journal.journal_id,
        "book": journal.order_key,
        "recorded_at": journal.recorded_at,
        **of_day(journal.effective_at),
        "platform": book.platform,
        "store": book.store,
        "period": book.period,
    }


def _lines(journal: Journal) -> Iterator[Words]:
    context = journal.context
    common = _common(journal) | {
        "plan_id": context.plan,
        "plan_version": context.plan_version,
        "cause": context.cause,
        "source": context.source,
    }
    for line in journal.lines:
        yield common | {
            "line": line.line,
            "earner": line.earner,
            "bonus": line.bonus,
            "kind": line.kind,
            "level": line.level,
            "paid_level": line.paid_level,
            "status": line.status,
            "rank": line.rank,
            "basis": line.basis,
            "base": line.base,
            "rate": line.rate,
            "amount_minor": line.amount,
            "amount": amount(line.amount, line.currency),
            "currency": line.currency,
            "reason": line.reason,
        }


def _legs(journal: Journal) -> Iterator[Words]:
    common = _common(journal)
    for number, leg in enumerate(journal.legs):
        yield common | {
            "leg": number,
            "account_class": leg.account.partition(":")[0],
            "account": leg.account,
            "unit": leg.unit,
            "amount": leg.amount,
        }
