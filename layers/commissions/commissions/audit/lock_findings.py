"""What of a lock, or of the facts beside it, no register and no inbox item has, in words and money:
what the order comes to as it stands, and what it would come to without that."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest
from typing import Any

from commissions.audit import oracle
from commissions.audit.attribution_findings import IN_DOUBT, PAYABLE, LineOf
from commissions.audit.findings import LOCKS, Finding
from commissions.audit.kept_inbox import MISSING, Unbacked
from commissions.audit.lock_check import Wrong
from commissions.audit.lock_kinds import DOUBLED, REGISTER_CHANGED_LATER
from commissions.audit.lock_mismatch import LINE
from commissions.audit.oracle import Accounts, SheetOf
from commissions.audit.order_record import OrderRecord
from commissions.audit.wording import amount
from commissions.domain.ledger.facts import Content, Fact
from commissions.domain.people.attribution_override import AttributionOverride
from commissions.domain.sales.attribution import Lock
from commissions.domain.sales.carried_attribution import CarriedAttribution
from commissions.domain.sales.referral_match import ReferralMatch

NAMED_MAX = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class LockCheck:
    """What the check of one order's locks came to."""

    findings: tuple[Finding, ...] = ()
    changed_later: tuple[Finding, ...] = ()
    """What a register came to say otherwise since: apart from findings."""


@dataclass(frozen=True, slots=True)
class _Sum:
    """Of one unit what people should have, and have."""

    unit: str
    expected: int
    found: int


def lock_check(
    record: OrderRecord,
    wrong: Sequence[Wrong],
    unbacked: Sequence[Unbacked],
    sheet_of: SheetOf,
    line_of: LineOf,
) -> LockCheck:
    later = [each for each in wrong if each.mismatch.is_changed_later]
    own = [each for each in wrong if not each.mismatch.is_changed_later]
    said = [*_said_unbacked(record, unbacked), *_said_doubled(record), *_said_wrong(record, own)]
    right = _put_right(record, own, unbacked, line_of) if said else None
    sums, comes_to = _at_stake(record, right, sheet_of) if said else ([], "")
    return LockCheck(
        findings=tuple(_findings(record, said, sums, comes_to)),
        changed_later=tuple(_changed(record, each) for each in later),
    )


def _findings(
    record: OrderRecord, said: Sequence[tuple[str, str, str]], sums: Sequence[_Sum], comes_to: str
) -> Iterator[Finding]:
    """The first of an order say what all of them come to, so that no amount is told twice."""
    last = said[-1:]
    for number, (one, money) in enumerate(zip_longest(said, sums)):
        kind, about, sentence = one or last[0]
        end = f" {comes_to}" if comes_to and number == 0 else ""
        found = _finding(record, kind, about, sentence + end)
        yield (
            found
            if money is None
            else replace(found, unit=money.unit, expected=money.expected, found=money.found)
        )


def _said_unbacked(
    record: OrderRecord, unbacked: Iterable[Unbacked]
) -> Iterator[tuple[str, str, str]]:
    for each in unbacked:
        kinds = Counter(fact.kind for fact in each.facts)
        what = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
        name = f"the inbox item {each.inbox}" if each.inbox else "no inbox item at all"
        why = "which is not there" if each.kind == MISSING else "which brought nothing of the kind"
        why = f", {why}" if each.inbox else ""
        sentence = (
            f"Facts of order {record.order_key} ({what}) name {name}{why}: no store and no person "
            "told of them."
        )
        yield each.kind, each.inbox or record.order_key, sentence


def _said_doubled(record: OrderRecord) -> Iterator[tuple[str, str, str]]:
    named = Counter(
        (each.kind, found_as) for each in record.facts if (found_as := _found_as(each.content))
    )
    for (kind, found_as), number in named.items():
        if number > 1:
            moment = found_as.partition("~")[0]
            sentence = (
                f"Order {record.order_key} has {number} facts ({kind}) of its snapshot of {moment}:"
                " what is looked up first stays, and is the only one."
            )
            yield DOUBLED, found_as, sentence


def _found_as(content: Content) -> str:
    if isinstance(content, Lock):
        return content.order_version
    return content.found_as if isinstance(content, ReferralMatch) else ""


def _said_wrong(record: OrderRecord, wrong: Iterable[Wrong]) -> Iterator[tuple[str, str, str]]:
    for each in wrong:
        found = each.mismatch
        sentence = (
            f"{_what(each.fact)} of order {record.order_key} has {found.says}; as of the order, "
            f"and by what was known when it was looked up, the registers have {found.due}."
        )
        yield found.kind, each.fact.fact_id, sentence


def _changed(record: OrderRecord, wrong: Wrong) -> Finding:
    found = wrong.mismatch
    when = (
        f"was written on {found.recorded_at:%Y-%m-%d %H:%M} UTC"
        if found.recorded_at
        else ("may have been written since, nobody kept when,")
    )
    sentence = (
        f"{_what(wrong.fact)} of order {record.order_key} has {found.says}, as it was known then; "
        f"what {when} says {found.due}. The order keeps what was looked up."
    )
    return _finding(record, REGISTER_CHANGED_LATER, wrong.fact.fact_id, sentence)


def _what(fact: Fact) -> str:
    match fact.content:
        case Lock():
            return "The lock"
        case CarriedAttribution() as carried:
            return f"What was heard of {carried.source} as a fact"
        case AttributionOverride() as word:
            return f"The override {word.override_id}"
    return "What was looked up of its people as a fact"


def _put_right(
    record: OrderRecord, wrong: Sequence[Wrong], unbacked: Sequence[Unbacked], line_of: LineOf
) -> list[Content] | None:
    """The facts that came with something, as the registers have them; None where nobody knows who
    stood above."""
    gone = {fact.fact_id for each in unbacked for fact in each.facts}
    fields: dict[str, dict[str, Any]] = {}
    lines = set()
    for each in wrong:
        fields.setdefault(each.fact.fact_id, {}).update(each.mismatch.fields)
        if each.mismatch.kind == LINE or "seller" in each.mismatch.fields:
            lines.add(each.fact.fact_id)
    story: list[Content] = []
    for fact in record.facts:
        if fact.fact_id in gone:
            continue
        content: Any = replace(fact.content, **fields.get(fact.fact_id, {}))
        if fact.fact_id in lines:
            try:
                content = replace(content, line=_line(content, record, line_of))
            except LookupError:
                return None
        story.append(content)
    return story


def _line(content: Any, record: OrderRecord, line_of: LineOf) -> tuple[Any, ...]:
    order = record.order
    at: datetime = order.order_ts if order else content.order_ts
    return tuple(line_of(content.seller, at)) if content.seller else ()


def _at_stake(
    record: OrderRecord, right: Sequence[Content] | None, sheet_of: SheetOf
) -> tuple[list[_Sum], str]:
    """What people have too much, and what they lack, each in a sum of its own."""
    before = _due([each.content for each in record.facts], sheet_of)
    after = _due(right, sheet_of) if right is not None else None
    if before is None or after is None:
        return [], "What that comes to cannot be worked out."
    slots = sorted(slot for slot in {*before, *after} if slot[0].startswith(PAYABLE))
    gaps = {slot: after.get(slot, 0) - before.get(slot, 0) for slot in slots}
    sums = []
    for sign in (-1, 1):
        for unit in sorted({slot[1] for slot in slots}):
            of = [slot for slot in slots if slot[1] == unit and gaps[slot] * sign > 0]
            if of:
                expected = sum(after.get(slot, 0) for slot in of)
                sums.append(_Sum(unit, expected, sum(before.get(slot, 0) for slot in of)))
    return sums, _told({slot: gap for slot, gap in gaps.items() if gap})


def _due(story: Sequence[Content] | None, sheet_of: SheetOf) -> Accounts | None:
    try:
        return oracle.due(story, sheet_of) if story is not None else None
    except IN_DOUBT:
        return None


def _told(gaps: dict[tuple[str, str], int]) -> str:
    if not gaps:
        return "Nobody's commission on it is another by that."
    largest = sorted(gaps, key=lambda slot: -abs(gaps[slot]))
    parts = [
        f"{slot[0].removeprefix(PAYABLE)} {'lacks' if gaps[slot] > 0 else 'has too much:'} "
        f"{amount(abs(gaps[slot]), slot[1])}"
        for slot in largest[:NAMED_MAX]
    ]
    more = f", and {len(gaps) - NAMED_MAX} more" if len(gaps) > NAMED_MAX else ""
    return f"By that {', '.join(parts)}{more}."


def _finding(record: OrderRecord, kind: str, about: str, sentence: str) -> Finding:
    return Finding(
        check=LOCKS,
        kind=kind,
        store=record.store,
        order=record.order_key,
        about=about,
        sentence=sentence,
    )
