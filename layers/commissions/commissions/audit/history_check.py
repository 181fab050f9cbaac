"""A customer's history against the facts of its orders: what each heard, and its entries: who is
not found there is told nothing, and what is not said there no later order hears."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from commissions.audit.attribution_check import not_heard, same
from commissions.audit.attribution_findings import LineOf, attribution_findings
from commissions.audit.findings import ATTRIBUTIONS, Finding
from commissions.audit.kept_history import KeptHistory
from commissions.audit.oracle import SheetOf
from commissions.audit.order_in_histories import OrderInHistories
from commissions.domain.sales.carried_attribution import SaidAttribution


def check_history(
    kept: KeptHistory,
    orders: Mapping[str, OrderInHistories],
    now: datetime,
    sheet_of: SheetOf,
    line_of: LineOf,
) -> Iterator[Finding]:
    """`orders`: all of the history, and all that any of them heard of, by their keys; at rest."""
    yield from _entries(kept, orders, now)
    for order in orders.values():
        if kept.name in order.names:
            lacks = not_heard(order, kept, orders)
            yield from attribution_findings(order, lacks, sheet_of, line_of)


def _entries(
    kept: KeptHistory, orders: Mapping[str, OrderInHistories], now: datetime
) -> Iterator[Finding]:
    """Entries that have gone after their time, or with their customer, are not missed."""
    for order in orders.values():
        if kept.name in order.names and not kept.is_of_before(order.placed[0]):
            yield from _of_order(kept, order, now)
    for source, said in sorted(kept.said.items()):
        known = orders.get(source)
        if known is None or kept.name not in known.names:
            yield from _of_no_order(kept, source, said)


def _of_order(kept: KeptHistory, order: OrderInHistories, now: datetime) -> Iterator[Finding]:
    of = _whose(kept)
    if order.order_key not in kept.places and order.is_found_at(now):
        sentence = f"Order {order.order_key} is not found in the history of its {of}."
        yield _finding(order.order_key, "history_incomplete", sentence)
    said, due = kept.said.get(order.order_key), order.says.get(kept.name)
    if said is None or not said.seller:
        if due and order.is_heard_at(now):
            sentence = (
                f"Order {order.order_key} names {due.seller}, and the history of its {of} says "
                "nothing of it: later orders do not hear it."
            )
            yield _finding(order.order_key, "history_incomplete", sentence)
    elif not said.decided and (
        due is None or not same(said, due) or said.version > order.own_facts
    ):
        sentence = (
            f"The history of the {of} of order {order.order_key} says that it names "
            f"{said.seller} ({said.version}. word); by its facts it names "
            f"{due.seller if due else 'nobody'} ({order.own_facts}. word)."
        )
        yield _finding(order.order_key, "history_wrong", sentence)


def _of_no_order(kept: KeptHistory, source: str, said: SaidAttribution) -> Iterator[Finding]:
    """What stands there of an order whose facts say nothing of it."""
    if said.seller and not said.decided and not kept.is_of_before(said.source_ts):
        sentence = (
            f"A history says that order {source} names {said.seller} for its {_whose(kept)}, which "
            "by its facts it does not have."
        )
        yield _finding(source, "history_wrong", sentence)


def _whose(kept: KeptHistory) -> str:
    return "contract" if kept.name.startswith("contract/") else "customer"


def _finding(order_key: str, kind: str, sentence: str) -> Finding:
    store = order_key.split("/")[1] if order_key.count("/") > 1 else ""
    return Finding(
        check=ATTRIBUTIONS, kind=kind, store=store, order=order_key, about="", sentence=sentence
    )
