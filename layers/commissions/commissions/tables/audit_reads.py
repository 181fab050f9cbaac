"""What a reconciliation reads: all that is there as it is there, also what nobody can read any
more. Consistent reads of the tables themselves, since an index is behind them."""

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import batched

from commissions.audit.order_record import FactOrigin, OrderRecord
from commissions.audit.statement_check import StatementRow
from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.member_month import PAYABLE, TOTAL, VERSION, scoped
from commissions.domain.ledger.statement import put_together
from commissions.domain.orders.canonical import stamp
from commissions.domain.sales.attribution import PlanRef
from commissions.tables import journals, month_items, statement_contexts
from commissions.tables.facts import DATED, facts_of
from commissions.tables.items import Item, get, marshal, query, scan
from commissions.tables.statement_contexts import READ_TOGETHER, journal_of

FACTS = os.environ["FACTS_TABLE"]
HEADS = os.environ["HEADS_TABLE"]
JOURNAL = os.environ["JOURNAL_TABLE"]
STATEMENTS = os.environ["STATEMENTS_TABLE"]
BALANCES = os.environ["BALANCES_TABLE"]
PLANS = os.environ["PLANS_TABLE"]
_ROW = (
    "distributor_id, #entry, event_id, order_id, amount, currency, kind, explanation_json, "
    "calc_snapshot_json, #month, #plan"
)
_NAMES = {"#entry": "entry", "#month": "month", "#plan": "plan"}
NEVER = datetime.max.replace(tzinfo=UTC)
UNREADABLE = journals.UNREADABLE


def order_record(order_key: str) -> OrderRecord:
    """The head first: what is written after it was read is younger than it says."""
    head = get(HEADS, {"order_key": order_key})
    items = {item["fact_id"]: item for item in _of(FACTS, order_key)}
    facts = {fact_id: _tried(facts_of, item) for fact_id, item in items.items()}
    posted = {item["number"]: item for item in _of(JOURNAL, order_key)}
    read = {number: _tried(journals.from_item, posted[number]) for number in sorted(posted)}
    known = {fact_id: _tried(_written, item) for fact_id, item in items.items()}
    written = [*known.values(), *(journal.recorded_at for journal in read.values() if journal)]
    return OrderRecord(
        order_key=order_key,
        facts=tuple(fact for found in facts.values() for fact in found or ()),
        journals=tuple(journal for journal in read.values() if journal),
        numbers=tuple(read),
        head_journals=head["journals"] if head else None,
        head_day=head.get("day", "") if head else None,
        is_continued=bool(head and head.get("continued", False)),
        unreadable_facts=tuple(name for name, found in facts.items() if not found),
        unreadable_journals=tuple(number for number, journal in read.items() if not journal),
        written=tuple(time for time in written if time),
        facts_written={name: moment for name, moment in known.items() if moment},
        origins={
            fact.fact_id: origin
            for name, item in items.items()
            if (origin := _tried(_origin, item))
            for fact in facts[name] or ()
        },
    )


def facts_recorded(
    begin: datetime, end: datetime, *, ahead: datetime = NEVER
) -> Iterator[tuple[str, datetime]]:
    """The order's key, and when it was written, of each fact of from `begin` until before `end`, or
    that says that it is of after `ahead`. No index knows when: all facts are looked through where
    they are, and only these sent."""
    found = scan(
        FACTS,
        ProjectionExpression="order_key, recorded_at",
        FilterExpression=("(recorded_at >= :begin AND recorded_at < :end) OR recorded_at > :ahead"),
        ExpressionAttributeValues=marshal(
            {":begin": stamp(begin), ":end": stamp(end), ":ahead": stamp(ahead)}
        ),
    )
    return ((str(item["order_key"]), _written(item)) for item in found)


def all_journals() -> Iterator[Journal | str]:
    """Every journal there is, in no order; the order key alone of one that cannot be read."""
    for item in scan(JOURNAL, ConsistentRead=True):
        yield _tried(journals.from_item, item) or str(item["order_key"])


def all_balances() -> Iterator[tuple[str, str, str, int]]:
    """Whose, of which scope (`total`, or a month), in which unit, how much: what is payable all
    told, volumes, and each figure of a month's money (`earned USD`). One slot may come in parts. Of
    whom some is not counted by month yet, there is a total in no unit too."""
    for item in scan(BALANCES, ConsistentRead=True):
        owner, scope = item["distributor_id"], item["scope"]
        month, currency = scoped(scope)
        if month == TOTAL:
            yield owner, TOTAL, "", 0
        for figure, amount in month_items.figures_of(item).items():
            if figure == PAYABLE:
                yield owner, TOTAL, currency, amount
            if figure in UNITS:
                yield owner, month, figure, amount
            elif month != TOTAL and figure != VERSION:
                yield owner, month, f"{figure} {currency}", amount


def every_month_item() -> Iterator[tuple[str, str, str, dict[str, int]]]:
    """Whose, of which month (`total`: of before months were counted), in which currency, and its
    figures. One month of somebody may come in parts."""
    for item in scan(BALANCES, ConsistentRead=True):
        month, currency = scoped(item["scope"])
        yield item["distributor_id"], month, currency, month_items.figures_of(item)


def statement_rows(
    distributor_id: str, since: datetime, orders: Collection[str]
) -> Iterator[StatementRow]:
    """What a distributor's statement has of these orders, from a moment of business time on."""
    found = query(
        STATEMENTS,
        KeyConditionExpression="distributor_id = :who AND #entry >= :since",
        ProjectionExpression=_ROW,
        ExpressionAttributeNames=_NAMES,
        values={":who": distributor_id, ":since": stamp(since)},
        ConsistentRead=True,
    )
    return _rows(item for item in found if item["order_id"] in orders)


def rows_of_events(event_ids: Iterable[str]) -> Iterator[StatementRow]:
    """Where rows stand that are missing where they should: looks through all statements."""
    wanted = frozenset(event_ids)
    found = scan(
        STATEMENTS,
        ProjectionExpression=_ROW,
        ExpressionAttributeNames=_NAMES,
        ConsistentRead=True,
    )
    return _rows(item for item in found if item.get("event_id") in wanted)


def plan_document(ref: PlanRef) -> str | None:
    found = get(PLANS, {"plan_id": ref.plan_id, "version": ref.version})
    return str(found["document"]) if found else None


def _of(table: str, order_key: str) -> Iterator[Item]:
    return query(
        table,
        KeyConditionExpression="order_key = :order",
        values={":order": order_key},
        ConsistentRead=True,
    )


def _tried[T](read: Callable[[Item], T], item: Item) -> T | None:
    try:
        return read(item)
    except UNREADABLE:
        return None


def _written(item: Item) -> datetime:
    return datetime.fromisoformat(item["recorded_at"])


def _origin(item: Item) -> FactOrigin:
    return FactOrigin(item["inbox"], _written(item), is_of_before=DATED not in item)


def _rows(items: Iterable[Item]) -> Iterator[StatementRow]:
    """Each with a digest of all that explains it, put together as whoever reads it has it."""
    for together in batched(items, READ_TOGETHER, strict=False):
        apart = [journal_of(item["event_id"]) for item in together if "explanation_json" in item]
        contexts = statement_contexts.of_journals(apart)
        yield from (_row(item, contexts) for item in together)


def _row(item: Item, contexts: Mapping[str, str]) -> StatementRow:
    return StatementRow(
        event_id=item["event_id"],
        order=item["order_id"],
        owner=item["distributor_id"],
        amount=item["amount"],
        currency=item.get("currency", ""),
        at=datetime.fromisoformat(item["entry"].split("#")[0]),
        kind=item.get("kind", ""),
        month=item.get("month", ""),
        plan=item.get("plan", ""),
        explained=hashlib.sha256(_explained(item, contexts).encode()).hexdigest(),
    )


def _explained(item: Item, contexts: Mapping[str, str]) -> str:
    if own := item.get("explanation_json"):
        return put_together(contexts.get(journal_of(item["event_id"]), ""), own)
    return str(item.get("calc_snapshot_json", ""))
