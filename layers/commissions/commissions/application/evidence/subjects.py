"""Evidence of one commission, of one member and month, or of one batch."""

from datetime import UTC, datetime

from commissions.application.evidence.gathered import (
    Gathered,
    add_facts,
    add_journals,
    add_log,
    add_tree,
)
from commissions.application.queries import member_month
from commissions.application.queries.published_plans import published
from commissions.domain.evidence.package import EvidenceSubject
from commissions.domain.ledger.books import is_order_book, payout_book
from commissions.tables import ledger, payees, payouts, statement_lines
from commissions.tables.payouts import UnknownBatch
from commissions.tables.statement_contexts import journal_of, read_journals

LINES_MAX = 2_000
PAYOUTS_MAX = 1_000


class NoSuchEvidence(LookupError):
    """Nothing of that name is in the ledger."""


class TooMuchEvidence(ValueError):
    """More than one package holds: it has to be asked for in parts."""


def of_commission(event_id: str, now: datetime) -> tuple[EvidenceSubject, dict[str, str]]:
    """`event_id`: `<order>/<journal>/<line>`, as statements have it; the whole book of its order is
    in it. Raises NoSuchEvidence."""
    book, number, line = _parts(event_id)
    stored = ledger.read(book)
    if number > len(stored.journals) or line >= len(stored.journals[number - 1].lines):
        raise NoSuchEvidence(event_id)
    journal, found = stored.journals[number - 1], Gathered()
    found.add("commission.json", {"event_id": event_id, "line": journal.lines[line]})
    add_journals(found, stored.journals)
    if is_order_book(book):
        add_facts(found, [book])
    people = {each.earner for one in stored.journals for each in one.lines}
    people |= {one.context.seller for one in stored.journals}
    add_tree(found, people, journal.context.upline_as_of)
    began = stored.journals[0].recorded_at.astimezone(UTC).date()
    add_log(found, began, now.astimezone(UTC).date(), [book])
    return EvidenceSubject(kind="commission", name=event_id), found.whole()


def of_member(member: str, month: str, now: datetime) -> tuple[EvidenceSubject, dict[str, str]]:
    """Each line of a month's statement with its journal. Raises NoSuchEvidence, TooMuchEvidence."""
    begins, ends = published().span(month)
    lines = []
    for each in statement_lines.of(member, begins):
        if each.at >= ends:
            break
        if each.month in {"", month}:
            lines.append(each)
        if len(lines) > LINES_MAX:
            raise TooMuchEvidence(f"{member} has more than {LINES_MAX} lines in {month}")
    if not lines:
        raise NoSuchEvidence(f"{member} {month}")
    found = Gathered()
    found.add("statement.json", lines)
    found.add("month.json", member_month.read(member, month))
    journals = read_journals(sorted({journal_of(each.event_id) for each in lines}))
    add_journals(found, journals)
    add_facts(found, (each.order_key for each in journals if is_order_book(each.order_key)))
    add_tree(found, [member], min(ends, now))
    found.add("account.json", payees.accounts_of(member))
    since, until = begins.astimezone(UTC).date(), min(ends, now).astimezone(UTC).date()
    targets = {each.order_key for each in journals} | {f"payee/{member}", member}
    add_log(found, since, until, targets)
    return EvidenceSubject(kind="member", name=f"{member} {month}"), found.whole()


def of_batch(batch_id: str, now: datetime) -> tuple[EvidenceSubject, dict[str, str]]:
    """What was planned, agreed to, and became of each payout. Raises NoSuchEvidence,
    TooMuchEvidence."""
    try:
        record = payouts.batch(batch_id)
    except UnknownBatch as error:
        raise NoSuchEvidence(batch_id) from error
    if record.payouts > PAYOUTS_MAX:
        raise TooMuchEvidence(f"{batch_id} has more than {PAYOUTS_MAX} payouts")
    found, every = Gathered(), payouts.of_batch(batch_id)
    found.add("batch.json", record)
    for each in every:
        found.add(f"payouts/{each.payee}.json", each)
    books = (payout_book(batch_id, each.payee) for each in every if each.reserved)
    add_journals(found, [journal for book in books for journal in ledger.journals_of(book)])
    targets = [f"payout/{batch_id}", batch_id]
    add_log(found, record.as_of.date(), now.astimezone(UTC).date(), targets)
    return EvidenceSubject(kind="batch", name=batch_id), found.whole()


def _parts(event_id: str) -> tuple[str, int, int]:
    book, _, rest = event_id.rpartition("/")
    book, _, number = book.rpartition("/")
    if not (book and number.isdecimal() and rest.isdecimal() and int(number)):
        raise NoSuchEvidence(event_id)
    return book, int(number), int(rest)
