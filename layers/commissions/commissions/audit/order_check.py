"""One order, checked from all sides: what is found, what it adds up to, what is not at its end."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from commissions.audit import oracle
from commissions.audit.explanation_check import check_explanations
from commissions.audit.figures import Figures, Pair, Side
from commissions.audit.findings import LEDGER, Finding
from commissions.audit.integrity_check import integrity
from commissions.audit.ledger_check import compare_with_facts, never_settled, posted_accounts
from commissions.audit.month_check import compare_months
from commissions.audit.oracle import Accounts
from commissions.audit.order_case import Criteria, Deferred, Examined, OrderCase
from commissions.audit.order_record import OrderRecord
from commissions.audit.plan_sheet import NoPlanSheet
from commissions.audit.refund_sums import refund_sums
from commissions.audit.rule_change import by_rule_before
from commissions.audit.store_check import compare_with_store, order_gone
from commissions.audit.store_order import utc_day
from commissions.audit.waiting import explains
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.refund import OrderRefunded

SEEN_BY_LEDGER = {"journal_missing", "journal_doubled", "journal_without_fact"}
"""What the comparison with the ledger tells with amounts, where it tells it too."""
IN_DOUBT = (ValueError, LookupError, TypeError, ArithmeticError)
"""What the oracle says of facts that make no sense; NoPlanSheet is one of them."""


@dataclass(frozen=True, slots=True)
class _Compared:
    findings: Sequence[Finding] = ()
    figures: Figures = field(default_factory=Figures)
    is_held: bool = False
    """Something differs that is no finding, as the order waits."""


def check_order(case: OrderCase, criteria: Criteria) -> Examined:
    record = case.record
    if reason := _in_flight(case, criteria.now):
        deferred = Deferred(order=record.order_key, reason=reason)
        return Examined(
            record=record,
            findings=tuple(integrity(record)),
            figures=_read(record),
            in_flight=(deferred,),
        )
    store = _against_store(case, criteria.day)
    worked_out = _against_ledger(record, criteria)
    ledger = _unexplained(worked_out, case)
    own = [*ledger.findings, *_integrity(record, worked_out.findings)]
    own += [] if own else _explained(record, criteria)
    changed = by_rule_before(record, own, since=criteria.rule_since, now=criteria.now)
    is_held = store.is_held or ledger.is_held
    return Examined(
        record=record,
        findings=(*store.findings, *([] if changed else own)),
        figures=_read(record) + store.figures + ledger.figures + _coverage(case, is_held=is_held),
        waiting=case.parked,
        accepted=(_accepted(record),) if case.is_accepted else (),
        rule_changed=changed,
    )


def _coverage(case: OrderCase, *, is_held: bool) -> Figures:
    if not case.is_asked:
        return Figures(unasked=1)
    is_left_out = is_held or case.is_not_ours or case.is_accepted or not case.is_told
    return Figures(compared=int(not is_left_out))


def _accepted(record: OrderRecord) -> Deferred:
    return Deferred(order=record.order_key, reason="gone from the store, and cancelled here")


def _in_flight(case: OrderCase, now: datetime) -> str:
    if case.is_pending:
        return "something of it is between the inbox and the ledger"
    if case.record.is_settling(now):
        return "it was written to within the last ten minutes"
    if case.store_order and case.store_order.is_settling(now):
        return "the store changed it within the last ten minutes"
    return ""


def _read(record: OrderRecord) -> Figures:
    return Figures(looked_at=1, facts=len(record.facts), journals=len(record.numbers))


def _integrity(record: OrderRecord, ledger: Iterable[Finding]) -> list[Finding]:
    seen = {each.kind for each in ledger} & SEEN_BY_LEDGER
    return [each for each in integrity(record) if each.kind not in seen]


def _against_ledger(record: OrderRecord, criteria: Criteria) -> _Compared:
    if not record.is_readable:
        return _Compared()
    try:
        expected = oracle.due((fact.content for fact in record.facts), criteria.sheet_of)
        found = compare_with_facts(record, expected)
        found = found or never_settled(record, criteria.sheet_of, criteria.paid)
        found = found or compare_months(record, criteria.sheet_of)
    except IN_DOUBT as error:
        return _Compared([_not_worked_out(record, error)])
    return _Compared(found, Figures(commissions=_commissions(record, expected)))


def _explained(record: OrderRecord, criteria: Criteria) -> list[Finding]:
    """What journals say of themselves is looked at where they post what they should."""
    return check_explanations(record, criteria.sheet_of, since=criteria.rule_since)


def _commissions(record: OrderRecord, expected: Accounts) -> Pair:
    due, posted = oracle.money(expected), oracle.money(posted_accounts(record.journals))
    return Pair(
        Side(int(any(due.values())), Counter(due)),
        Side(int(any(posted.values())), Counter(posted)),
    )


def _not_worked_out(record: OrderRecord, error: Exception) -> Finding:
    kind, why = "not_worked_out", "its facts make no sense"
    if isinstance(error, NoPlanSheet):
        kind, why = error.kind, str(error)
    return Finding(
        check=LEDGER,
        kind=kind,
        store=record.store,
        order=record.order_key,
        about="",
        sentence=f"What order {record.order_key} makes cannot be worked out: {why}.",
    )


def _against_store(case: OrderCase, day: date) -> _Compared:
    if case.is_not_ours:
        return _Compared(figures=Figures(earlier=1))
    if case.is_accepted:  # the store has no figures of it, so that ours would stand alone
        return _Compared()
    return _unexplained(_Compared(_store_findings(case), _figures_of_day(case, day)), case)


def _unexplained(compared: _Compared, case: OrderCase) -> _Compared:
    """What is left to be found of an order of which something waits. Where nothing is, it is just
    what an order looks like that waits for somebody, and its figures say nothing."""
    left = [each for each in compared.findings if not _is_explained(each, case)]
    is_held = len(left) < len(compared.findings)
    figures = compared.figures if left or not is_held else Figures()
    return _Compared(left, figures, is_held)


def _is_explained(finding: Finding, case: OrderCase) -> bool:
    """Whether something of the order waits, and this is what the order then looks like."""
    return any(
        explains(each.reason, each.record, finding, case.store_order) for each in case.parked
    )


def _store_findings(case: OrderCase) -> list[Finding]:
    if case.store_order:
        return compare_with_store(case.record, case.store_order)
    return order_gone(case.record) if case.is_gone else []


def _figures_of_day(case: OrderCase, day: date) -> Figures:
    there, here = case.store_order, case.record
    theirs = there.order if there else None
    refunds = list(there.refunds.values()) if there else []
    return Figures(
        orders=Pair(_placed(theirs, day), _placed(here.order, day)),
        refunds=Pair(
            _refunded(theirs, refunds, day),
            _refunded(here.order, here.history.standing_refunds(), day),
        ),
    )


def _placed(order: OrderPlaced | None, day: date) -> Side:
    if order is None or utc_day(order.order_ts) != day:
        return Side()
    return Side(1, Counter({order.currency: order.total}))


def _refunded(order: OrderPlaced | None, refunds: Iterable[OrderRefunded], day: date) -> Side:
    """Without an order there is no telling what a refund is worth."""
    if order is None:
        return Side()
    amounts = [
        Side(1, Counter({each.currency: each.total}))
        for each in refund_sums(refunds, order).values()
        if utc_day(each.at) == day
    ]
    return sum(amounts, Side())
