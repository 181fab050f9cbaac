"""The journals of an order against what is due by its facts: who has too much or too little."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from commissions.audit.findings import LEDGER, Finding
from commissions.audit.oracle import Accounts, SheetOf
from commissions.audit.order_money import is_paid
from commissions.audit.order_record import OrderRecord
from commissions.audit.wording import account, amount
from commissions.domain.ledger.facts import Content, Fact
from commissions.domain.ledger.journal import Journal
from commissions.domain.orders.carried_lines import CarriedLines

Slot = tuple[str, str]
PEOPLES = ("commission_payable:", "volume:")
"""The accounts of people; each of the others only stands against them."""


@dataclass(frozen=True, slots=True)
class Gap:
    """An account that does not stand where it should."""

    slot: Slot
    expected: int
    found: int

    @property
    def over(self) -> int:
        return self.found - self.expected

    @property
    def kind(self) -> str:
        return self.slot[0].partition(":")[0]

    @property
    def owner(self) -> str:
        rest = self.slot[0].partition(":")[2]
        return rest.rpartition(":")[0] if self.kind == "volume" else rest


def posted_accounts(journals: Iterable[Journal]) -> Accounts:
    sums: Counter[Slot] = Counter()
    for journal in journals:
        for leg in journal.legs:
            sums[leg.account, leg.unit] += leg.amount
    return {slot: total for slot, total in sums.items() if total}


def compare_with_facts(record: OrderRecord, expected: Accounts) -> list[Finding]:
    """`expected`: what the oracle says."""
    found = posted_accounts(record.journals)
    gaps = [
        Gap(slot, expected.get(slot, 0), found.get(slot, 0))
        for slot in sorted({*expected, *found})
        if expected.get(slot, 0) != found.get(slot, 0)
    ]
    peoples = [gap for gap in gaps if gap.slot[0].startswith(PEOPLES)]
    units = {gap.slot[1] for gap in peoples}
    others = [gap for gap in gaps if gap not in peoples and gap.slot[1] not in units]
    reason = _reason(record)
    if reason:
        return [_finding(record, reason, gap) for gap in [*peoples, *others]]
    return [*_moved(record, peoples), *(_finding(record, "journal_differs", gap) for gap in others)]


def never_settled(record: OrderRecord, sheet_of: SheetOf, paid: Collection[str]) -> list[Finding]:
    """A paid order that came to no journal at all: one would stand there even if nobody earned.

    `paid`: statuses that count as paid whatever was looked up, for an order nothing was looked up
    for.
    """
    order, history = record.order, record.history
    if order is None or record.numbers or order.test:
        return []
    locks = history.locks_by_time
    if is_paid(history) if locks else order.status in paid:
        if locks and not sheet_of(locks[0].plan).bonuses:
            return []
        why = "was never settled" if locks else "was never attributed to a seller"
        return [_of_order(record, "journal_missing", f"The paid order {record.order_key} {why}.")]
    return []


def _reason(record: OrderRecord) -> str:
    """What explains every gap of the order at once."""
    if unknown_facts(record):
        return "journal_without_fact"
    if record.head_journals is not None and record.head_journals > len(record.numbers):
        return "journal_missing"
    if _gap_in(record.numbers):
        return "journal_missing"
    if not record.numbers:
        return "journal_missing"
    return "journal_doubled" if doubled(record.journals) else ""


def _gap_in(numbers: Collection[int]) -> bool:
    return sorted(numbers) != list(range(1, len(numbers) + 1))


def unknown_facts(record: OrderRecord) -> list[tuple[Journal, str]]:
    """Facts that journals name and that are not there."""
    known = {fact.fact_id for fact in record.facts} | set(record.unreadable_facts)
    return [
        (journal, fact_id)
        for journal in record.journals
        for fact_id in journal.facts
        if fact_id not in known
    ]


def doubled(journals: Iterable[Journal]) -> list[Journal]:
    """Those that post the same for the same facts as one before them."""
    seen: set[tuple[object, ...]] = set()
    found = []
    for journal in journals:
        content = (journal.facts, journal.legs, journal.effective_at)
        if journal.legs and content in seen:
            found.append(journal)
        seen.add(content)
    return found


def _moved(record: OrderRecord, gaps: list[Gap]) -> list[Finding]:
    """Pairs of a gap and its counterpart are one thing that happened; the rest stands alone."""
    left, findings = list(gaps), []
    for short in [gap for gap in gaps if gap.over < 0]:
        overs = [over for over in left if over.over > 0 and _pair(short, over)]
        if overs:
            left.remove(short)
            left.remove(overs[0])
            findings.append(_pair_finding(record, _pair(short, overs[0]), short, overs[0]))
    return findings + [_finding(record, "journal_differs", gap) for gap in left]


def _pair(short: Gap, over: Gap) -> str:
    if short.kind != over.kind:
        return ""
    same_owner, same_unit = short.owner == over.owner, short.slot[1] == over.slot[1]
    if same_owner and not same_unit and short.kind == "commission_payable":
        return "journal_other_currency" if over.expected == 0 else ""
    if not same_unit or short.over != -over.over:
        return ""
    return "journal_other_day" if same_owner else "journal_other_beneficiary"


def _pair_finding(record: OrderRecord, kind: str, short: Gap, over: Gap) -> Finding:
    unit, name = short.slot[1], record.order_key
    lacks, has = amount(-short.over, unit), amount(over.over, over.slot[1])
    said = {
        "journal_other_beneficiary": f"due to {short.owner} stands with {over.owner}",
        "journal_other_currency": f"due to {short.owner} stands as {has}",
        "journal_other_day": f"of {account(short.slot[0])} stands as {account(over.slot[0])}",
    }
    return Finding(
        check=LEDGER,
        kind=kind,
        store=record.store,
        order=record.order_key,
        about=short.owner,
        unit=unit,
        expected=short.expected,
        found=short.found,
        sentence=f"{lacks} {said[kind]}, by the journals of order {name}.",
    )


def _finding(record: OrderRecord, kind: str, gap: Gap) -> Finding:
    unit = gap.slot[1]
    sentence = (
        f"By its facts, order {record.order_key} makes {account(gap.slot[0])} "
        f"{amount(gap.expected, unit)}; its journals make it {amount(gap.found, unit)}."
    )
    return Finding(
        check=LEDGER,
        kind=kind,
        store=record.store,
        order=record.order_key,
        about=gap.owner,
        unit=unit,
        expected=gap.expected,
        found=gap.found,
        sentence=sentence,
    )


def _of_order(record: OrderRecord, kind: str, sentence: str) -> Finding:
    return Finding(
        check=LEDGER,
        kind=kind,
        store=record.store,
        order=record.order_key,
        about="",
        sentence=sentence,
    )


def business_times(facts: Iterable[Fact]) -> set[object]:
    """The business times that a journal of these facts may have."""
    return {moment for fact in facts for moment in _moments(fact.content)}


def _moments(content: Content) -> list[object]:
    names = ("order_ts", "updated_at", "refunded_at", "cancelled_at", "at")
    told = [getattr(content, name) for name in names if getattr(content, name, None)]
    return [*told, *(content.times if isinstance(content, CarriedLines) else ())]
