"""The lines of a statement as they are read, each with all that explains it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import batched

from commissions.domain.ledger.statement import StatementLine
from commissions.domain.orders.canonical import stamp
from commissions.tables import statement_contexts
from commissions.tables.statement_contexts import READ_TOGETHER, ContextLost, journal_of
from commissions.tables.statements import StatementItem


def of(distributor_id: str, since: datetime | None = None) -> Iterator[StatementLine]:
    """A distributor's lines by their business time, the oldest first, each with all that explains
    it: beside the query one round trip for a hundred lines. Raises ContextLost."""
    first = stamp(since) if since else "0"
    found = StatementItem.query(distributor_id, StatementItem.entry >= first, consistent_read=True)
    for items in batched(found, READ_TOGETHER, strict=False):
        apart = [journal_of(item.event_id) for item in items if item.explanation_json]
        contexts = statement_contexts.of_journals(apart)
        yield from (_line(item, contexts) for item in items)


def _line(item: StatementItem, contexts: Mapping[str, str]) -> StatementLine:
    journal_id = journal_of(item.event_id)
    if item.explanation_json and journal_id not in contexts:
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
        context=contexts[journal_id] if item.explanation_json else "",
    )
