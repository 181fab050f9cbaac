"""The lines of a statement as they are read, each with all that explains it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import batched

from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.statement import StatementLine
from commissions.domain.orders.canonical import stamp
from commissions.tables import statement_contexts
from commissions.tables.items import Item, query
from commissions.tables.month_items import NotCountedYet
from commissions.tables.statement_contexts import READ_TOGETHER, ContextLost, journal_of
from commissions.tables.statement_writes import STATEMENTS, LinePut, entry_of, written
from commissions.tables.versioned import get_all


def of(distributor_id: str, since: datetime | None = None) -> Iterator[StatementLine]:
    """A distributor's lines by their business time, the oldest first, each with all that explains
    it: beside the query one round trip for a hundred lines. Raises ContextLost."""
    for items in batched(_items(distributor_id, since), READ_TOGETHER, strict=False):
        apart = [journal_of(item["event_id"]) for item in items if _is_apart(item)]
        contexts = statement_contexts.of_journals(apart)
        yield from (_line(item, contexts) for item in items)


def briefly(distributor_id: str) -> Iterator[StatementLine]:
    """The same without what all lines of a journal have in common, which no line has to be read for
    that names its plan itself: one round trip for a thousand lines and more. Raises ContextLost."""
    for items in batched(_items(distributor_id), READ_TOGETHER, strict=False):
        unnamed = [item for item in items if _is_apart(item) and "plan" not in item]
        contexts = statement_contexts.of_journals(journal_of(item["event_id"]) for item in unnamed)
        yield from (_line(item, contexts, briefly="plan" in item) for item in items)


@dataclass(frozen=True, slots=True)
class StandingLines:
    """Which of a journal's lines stand."""

    gone: tuple[StatementLine, ...]
    are_there: bool
    """Whether any stands."""
    of_before: bool
    """Whether one stands that does not say in which month it is counted."""


def standing(lines: Sequence[StatementLine]) -> StandingLines:
    keys = [{"distributor_id": line.distributor_id, "entry": entry_of(line)} for line in lines]
    found = get_all(STATEMENTS, keys)
    there = {(item["distributor_id"], item["entry"]) for item in found}
    gone = (each for each in lines if (each.distributor_id, entry_of(each)) not in there)
    of_before = not all("month" in item for item in found)
    return StandingLines(tuple(gone), bool(found), of_before)


def restore(lines: Iterable[StatementLine], *, of_before: bool) -> None:
    """Puts lines that are gone, `of_before` as lines of before where others of their journal are.
    Nothing is added to months, in which they may be counted already."""
    for line in lines:
        written([LinePut(replace(line, month="", plan="") if of_before else line)])


def has_any(distributor_id: str) -> bool:
    return any(True for _ in _items(distributor_id, limit=1))


def journals_of(distributor_id: str) -> Iterator[Journal]:
    """The journals of a distributor's lines, each once, in no order. Raises ContextLost where one
    is gone, and NotCountedYet where a line is of before months were counted."""
    seen: set[str] = set()
    for items in batched(_items(distributor_id), READ_TOGETHER, strict=False):
        if not all("month" in item for item in items):
            raise NotCountedYet(distributor_id)
        new = {journal_of(item["event_id"]) for item in items} - seen
        seen |= new
        yield from statement_contexts.read_journals(new)


def _items(distributor_id: str, since: datetime | None = None, *, limit: int = 0) -> Iterator[Item]:
    return query(
        STATEMENTS,
        KeyConditionExpression="distributor_id = :member AND entry >= :since",
        values={":member": distributor_id, ":since": stamp(since) if since else "0"},
        ConsistentRead=True,
        **({"Limit": limit} if limit else {}),
    )


def _is_apart(item: Item) -> bool:
    """Whether what its journal's lines have in common is not in it: of before it was, in all."""
    return "explanation_json" in item


def _line(item: Item, contexts: Mapping[str, str], *, briefly: bool = False) -> StatementLine:
    journal_id = journal_of(item["event_id"])
    has_context = _is_apart(item) and not briefly
    if has_context and journal_id not in contexts:
        raise ContextLost(journal_id)
    return StatementLine(
        event_id=item["event_id"],
        order_id=item["order_id"],
        distributor_id=item["distributor_id"],
        amount=item["amount"],
        currency=item["currency"],
        at=datetime.fromisoformat(item["entry"].split("#")[0]),
        kind=item["kind"],
        explanation=item["explanation_json"] if _is_apart(item) else item["calc_snapshot_json"],
        context=contexts[journal_id] if has_context else "",
        month=item.get("month", ""),
        plan=item.get("plan", ""),
    )
