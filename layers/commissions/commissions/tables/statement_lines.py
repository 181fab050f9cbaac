"""The lines of a statement as they are read, each with all that explains it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import batched

from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.statement import StatementLine
from commissions.domain.orders.canonical import stamp
from commissions.tables import statement_contexts
from commissions.tables.month_items import NotCountedYet
from commissions.tables.statement_contexts import READ_TOGETHER, ContextLost, journal_of
from commissions.tables.statement_writes import STATEMENTS, LinePut, entry_of, written
from commissions.tables.statements import StatementItem
from commissions.tables.versioned import get_all


def of(distributor_id: str, since: datetime | None = None) -> Iterator[StatementLine]:
    """A distributor's lines by their business time, the oldest first, each with all that explains
    it: beside the query one round trip for a hundred lines. Raises ContextLost."""
    first = stamp(since) if since else "0"
    found = StatementItem.query(distributor_id, StatementItem.entry >= first, consistent_read=True)
    for items in batched(found, READ_TOGETHER, strict=False):
        apart = [journal_of(item.event_id) for item in items if item.explanation_json]
        contexts = statement_contexts.of_journals(apart)
        yield from (_line(item, contexts) for item in items)


def briefly(distributor_id: str) -> Iterator[StatementLine]:
    """The same without what all lines of a journal have in common, which no line has to be read for
    that names its plan itself: one round trip for a thousand lines and more. Raises ContextLost."""
    found = StatementItem.query(distributor_id, consistent_read=True)
    for items in batched(found, READ_TOGETHER, strict=False):
        unnamed = [item for item in items if item.explanation_json and not item.plan]
        contexts = statement_contexts.of_journals(journal_of(item.event_id) for item in unnamed)
        yield from (_line(item, contexts, briefly=bool(item.plan)) for item in items)


def restore(lines: Sequence[StatementLine]) -> list[str]:
    """Puts those lines of a journal that are gone, as lines of before where the others are; whose
    they are. What they add to months stands: it was added when they were put."""
    keys = [{"distributor_id": line.distributor_id, "entry": entry_of(line)} for line in lines]
    found = get_all(STATEMENTS, keys)
    stand = {(item["distributor_id"], item["entry"]) for item in found}
    of_before = not all(item.get("month") for item in found)
    gone = [line for line in lines if (line.distributor_id, entry_of(line)) not in stand]
    for line in gone:
        written([LinePut(replace(line, month="", plan="") if of_before else line)])
    return [line.distributor_id for line in gone]


def journals_of(distributor_id: str) -> Iterator[Journal]:
    """The journals of a distributor's lines, in no order. Raises ContextLost where one is gone, and
    NotCountedYet where a line is of before months were counted."""
    found = StatementItem.query(distributor_id, consistent_read=True)
    for items in batched(found, READ_TOGETHER, strict=False):
        if not all(item.month for item in items):
            raise NotCountedYet(distributor_id)
        yield from statement_contexts.read_journals(journal_of(item.event_id) for item in items)


def _line(
    item: StatementItem, contexts: Mapping[str, str], *, briefly: bool = False
) -> StatementLine:
    journal_id = journal_of(item.event_id)
    is_apart = bool(item.explanation_json) and not briefly
    if is_apart and journal_id not in contexts:
        raise ContextLost(journal_id)
    return StatementLine(
        event_id=item.event_id,
        order_id=item.order_id,
        distributor_id=item.distributor_id,
        amount=int(item.amount),
        currency=item.currency,
        at=datetime.fromisoformat(item.entry.split("#")[0]),
        kind=item.kind,
        explanation=item.explanation_json or item.calc_snapshot_json,
        context=contexts[journal_id] if is_apart else "",
        month=item.month or "",
        plan=item.plan or "",
    )
