"""Orders that stand for another one, against that one: whether it heard what came back by them, and
whether they heard which lines it has. Each by its own facts; what either heard is not looked at."""

from collections.abc import Iterator
from fractions import Fraction

from commissions.audit.copied_orders import (
    CHILD,
    PARENT,
    below,
    copy_by_word,
    last_heard,
    stands_below,
    uppers,
)
from commissions.audit.findings import COPIES, Finding
from commissions.audit.order_history import OrderHistory
from commissions.audit.order_money import OrderAccount
from commissions.audit.order_record import OrderRecord
from commissions.audit.parent_lines import COPY, ParentLines, SoldLine, sold_lines
from commissions.audit.wording import amount
from commissions.domain.orders.carried_lines import CarriedLines
from commissions.domain.orders.continues import Continues

BACK_MISSING, BACK_WRONG = "copy_refund_missing", "copy_refund_wrong"
LINES_MISSING, LINES_WRONG = "parent_missing", "parent_wrong"
TOLD_TO = Fraction(1, 10**9)
"""Shares are told to so many parts."""
Back = dict[SoldLine, Fraction]


def check_copy(child: OrderRecord, parent: OrderRecord, *, is_found: bool) -> Iterator[Finding]:
    """`is_found`: whether the parent finds the child, to tell it what it says later. One that was
    never looked up hears nothing, and nothing can have come back of it; nor of one that stands no
    more below the parent, whatever it told before."""
    told, above = below(child.history), {each.key for each in uppers(child.history)}
    is_below = told is not None and (parent.order_key in above or _is_named(told, parent))
    yield from _back(child, parent, _came_back(child.history) if is_below else {})
    if is_below and parent.order is not None and child.history.locks_by_time:
        yield from _lines(child, parent, is_found=is_found)


def _is_named(told: Continues, parent: OrderRecord) -> bool:
    """By its key, or where the shop does not say that, by its number."""
    if told.order:
        return told.order == parent.order_key
    return any(told.number == order.number for order in parent.history.snapshots.values())


def _back(child: OrderRecord, parent: OrderRecord, due: Back) -> Iterator[Finding]:
    heard = last_heard(parent.history, CHILD).get(child.order_key)
    known = _heard_back(heard)
    if {*due} == {*known} and all(abs(due[line] - known[line]) <= TOLD_TO for line in due):
        return
    kind, order = BACK_WRONG if heard else BACK_MISSING, child.history.order
    unit = order.currency if order else ""
    expected, found = _worth(due), _worth(known)
    said = f"heard of {amount(found, unit)}" if heard else "never heard of it"
    sentence = (
        f"Of order {child.order_key}, a copy of lines of order {parent.order_key}, "
        f"{amount(expected, unit)} came back, and that one {said}."
    )
    yield Finding(
        check=COPIES,
        kind=kind,
        store=parent.store,
        order=parent.order_key,
        about=child.order_key,
        unit=unit,
        expected=expected,
        found=found,
        sentence=sentence,
    )


def _came_back(history: OrderHistory) -> Back:
    """By its own facts, of each line that may be its parent's, where anything did."""
    told, order, said = below(history), history.order, copy_by_word(history)
    if told is None or order is None or said == "no" or not (told.as_ == COPY or said):
        return {}
    if not history.locks_by_time:
        return {}
    shares = zip(order.items, OrderAccount(history).own_shares(), strict=True)
    backs = {item.line_id: share.amount.back for item, share in shares}
    return {line: backs[line.line_id] for line in sold_lines(history) if backs[line.line_id]}


def _all_back(history: OrderHistory) -> list[str]:
    """By its own facts, the lines of which nothing is left."""
    if history.order is None or not history.locks_by_time:
        return []
    shares = zip(history.order.items, OrderAccount(history).own_shares(), strict=True)
    return [item.line_id for item, share in shares if share.amount.back == 1]


def _heard_back(heard: CarriedLines | None) -> Back:
    lines = heard.states[-1].lines if heard else ()
    return {SoldLine.told(line): Fraction(line.back) for line in lines if Fraction(line.back)}


def _worth(back: Back) -> int:
    return round(sum((line.net * share for line, share in back.items()), Fraction(0)))


def _lines(child: OrderRecord, parent: OrderRecord, *, is_found: bool) -> Iterator[Finding]:
    heard = last_heard(child.history, PARENT).get(parent.order_key)
    own = ParentLines.of(parent.history, _all_back(parent.history))
    if heard is None:
        yield _of_parent(child, parent, LINES_MISSING, "never heard which lines that one has")
    elif is_found and (how := _otherwise(own, parent.history, heard)):
        yield _of_parent(child, parent, LINES_WRONG, f"goes by that order, which {how}")


def _otherwise(own: ParentLines, history: OrderHistory, heard: CarriedLines) -> str:
    """How an order is not, or not any more, what another one heard of it; empty where it is."""
    if not own.says(ParentLines.told(heard.states[-1])):
        return "has other lines now than it heard" if own.stands else "does not stand, as it heard"
    told = heard.below and (heard.below.order, heard.below.as_)
    return "" if told == stands_below(history) else "stands elsewhere now than it heard"


def _of_parent(child: OrderRecord, parent: OrderRecord, kind: str, what: str) -> Finding:
    sentence = f"Order {child.order_key}, below order {parent.order_key}, {what}."
    return Finding(
        check=COPIES,
        kind=kind,
        store=child.store,
        order=child.order_key,
        about=parent.order_key,
        sentence=sentence,
    )
