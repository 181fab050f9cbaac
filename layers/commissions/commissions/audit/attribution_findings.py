"""What an order did not hear of its customer, in words and money: what its story makes, and what it
would make with what the others say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.audit import oracle
from commissions.audit.attribution_check import MISSING, NotHeard
from commissions.audit.customer_memory import digest_of
from commissions.audit.findings import ATTRIBUTIONS, Finding
from commissions.audit.oracle import Accounts, SheetOf
from commissions.audit.order_credit import order_credit
from commissions.audit.order_history import OrderHistory
from commissions.audit.order_in_histories import OrderInHistories
from commissions.audit.wording import amount
from commissions.domain.ledger.facts import Content
from commissions.domain.people.upline import Ancestor
from commissions.domain.sales.carried_attribution import CarriedAttribution, SaidAttribution

LineOf = Callable[[str, datetime], Sequence[Ancestor]]
"""A member and who stood above as of a moment, as it is looked up; LookupError of nobody."""
PAYABLE = "commission_payable:"
IN_DOUBT = (ValueError, LookupError, TypeError, ArithmeticError)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What an order comes to by a story: whose it is, and what is due to whom."""

    seller: str
    due: Accounts


@dataclass(frozen=True, slots=True)
class _Shift:
    unit: str
    expected: int
    found: int


def attribution_findings(
    order: OrderInHistories, lacks: Sequence[NotHeard], sheet_of: SheetOf, line_of: LineOf
) -> list[Finding]:
    """One after the other is put right, so that no amount is told twice."""
    found: list[Finding] = []
    story: list[Content] | None = [each.content for each in order.record.facts]
    before = _outcome(story, sheet_of)
    for lack in lacks:
        story = _put_right(story, order, lack, line_of)
        after = _outcome(story, sheet_of)
        sentence = f"{_said(order, lack)} {_comes_to(before, after)}"
        found += [_finding(order, lack, sentence, each) for each in _moved(before, after)]
        before = after
    return found


def _put_right(
    story: Sequence[Content] | None, order: OrderInHistories, lack: NotHeard, line_of: LineOf
) -> list[Content] | None:
    """None where nobody knows who stood above."""
    if story is None:
        return None
    kept = [each for each in story if not _is_of(each, lack)]
    if lack.due is None:
        return kept
    try:
        return [*kept, _heard(order, lack.history, lack.due, line_of)]
    except LookupError:
        return None


def _is_of(content: Content, lack: NotHeard) -> bool:
    if not isinstance(content, CarriedAttribution) or content.source != lack.source:
        return False
    return content.history == digest_of(lack.history)


def _heard(
    order: OrderInHistories, history: str, due: SaidAttribution, line_of: LineOf
) -> CarriedAttribution:
    platform, store_id, order_id = order.order_key.split("/", 2)
    at = order.placed[0]
    return CarriedAttribution(
        platform=platform,
        store_id=store_id,
        platform_order_id=order_id,
        order_ts=at,
        kind=history.partition("/")[0],
        history=digest_of(history),
        source=due.source,
        source_ts=due.source_ts,
        version=due.version,
        seller=due.seller,
        carrier=due.carrier,
        code=due.code,
        forgeable=due.forgeable,
        decided=due.decided,
        line=tuple(line_of(due.seller, at)),
    )


def _outcome(story: Sequence[Content] | None, sheet_of: SheetOf) -> _Outcome | None:
    """None where it cannot be worked out."""
    if story is None:
        return None
    try:
        return _Outcome(order_credit(OrderHistory.of(story)).seller, oracle.due(story, sheet_of))
    except IN_DOUBT:
        return None


def _moved(before: _Outcome | None, after: _Outcome | None) -> list[_Shift]:
    """What people lack; where nobody lacks anything, what they have too much. One without a unit
    where no money moves, or nobody knows how much."""
    if before is None or after is None:
        return [_Shift("", 0, 0)]
    slots = {slot for slot in {*before.due, *after.due} if slot[0].startswith(PAYABLE)}
    gaps = {slot: after.due.get(slot, 0) - before.due.get(slot, 0) for slot in slots}
    lacking = {slot for slot, gap in gaps.items() if gap > 0}
    concerned = lacking or {slot for slot, gap in gaps.items() if gap}
    return [
        _Shift(
            unit,
            sum(after.due.get(slot, 0) for slot in concerned if slot[1] == unit),
            sum(before.due.get(slot, 0) for slot in concerned if slot[1] == unit),
        )
        for unit in sorted({slot[1] for slot in concerned})
    ] or [_Shift("", 0, 0)]


def _said(order: OrderInHistories, lack: NotHeard) -> str:
    of = "subscription" if lack.history.startswith("contract/") else "customer"
    name, source, due, heard = order.order_key, lack.source, lack.due, lack.heard
    if lack.kind == MISSING or heard is None:
        return f"Order {name} never heard that order {source} names {_named(due)} for its {of}."
    return (
        f"Order {name} heard that order {source} names {_named(heard)} for its {of}; "
        f"that order names {_named(due)} now."
    )


def _named(word: SaidAttribution | CarriedAttribution | None) -> str:
    if word is None or not word.seller:
        return "nobody"
    by = word.code or word.carrier.replace("_", " ")
    return f"{word.seller} ({by})" if by else word.seller


def _comes_to(before: _Outcome | None, after: _Outcome | None) -> str:
    if before is None or after is None:
        return "What that comes to cannot be worked out."
    if before.seller == after.seller:
        return "Whose the order is stays the same."
    parts = ", ".join(
        f"{amount(each.expected, each.unit)} in place of {amount(each.found, each.unit)}"
        for each in _moved(before, after)
        if each.unit
    )
    pays = f": {parts}" if parts else ""
    return (
        f"It is {after.seller or 'nobody'}'s by that, and not {before.seller or 'nobody'}'s{pays}."
    )


def _finding(order: OrderInHistories, lack: NotHeard, sentence: str, money: _Shift) -> Finding:
    return Finding(
        check=ATTRIBUTIONS,
        kind=lack.kind,
        store=order.record.store,
        order=order.order_key,
        about=lack.source,
        unit=money.unit,
        expected=money.expected if money.unit else None,
        found=money.found if money.unit else None,
        sentence=sentence,
    )
