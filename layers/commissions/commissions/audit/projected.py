"""Statements and balances against the journals that they are written from."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from commissions.audit.findings import STATEMENTS, Finding
from commissions.audit.words import amount
from commissions.domain.ledger import Journal

TOTAL = "total"
Slot = tuple[str, str, str]
"""Whose balance, of which scope (`total`, or a month), in which currency or volume."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a statement, as far as it is compared."""

    event_id: str
    order: str
    owner: str
    amount: int
    currency: str
    at: datetime

    @property
    def store(self) -> str:
        return self.order.split("/")[1]


def expected_lines(journals: Iterable[Journal]) -> list[Line]:
    """A line for each that names somebody, and one for whoever else's balance a leg moves."""
    lines = []
    for journal in journals:
        plain = Line(
            event_id="",
            order=journal.order_key,
            owner="",
            amount=0,
            currency="",
            at=journal.effective_at,
        )
        named = set()
        for each in journal.lines:
            if each.earner:
                named.add(each.earner)
                event_id = f"{journal.order_key}/{journal.number}/{each.line}"
                own = replace(plain, event_id=event_id, owner=each.earner)
                lines.append(replace(own, amount=each.amount, currency=each.currency))
        for owner in sorted({slot[0] for slot in moved([journal])} - named):
            event_id = f"{journal.order_key}/{journal.number}/volume"
            lines.append(replace(plain, event_id=event_id, owner=owner))
    return lines


def moved(journals: Iterable[Journal]) -> dict[Slot, int]:
    """What the legs of journals add to people's balances."""
    sums: Counter[Slot] = Counter()
    for journal in journals:
        for leg in journal.legs:
            if slot := slot_of(leg.account, leg.unit):
                sums[slot] += leg.amount
    return dict(sums)


def slot_of(account: str, unit: str) -> Slot | None:
    """The balance that a leg moves; None for accounts that are nobody's."""
    kind, _, owner = account.partition(":")
    if kind == "commission_payable":
        return owner, TOTAL, unit
    if kind == "volume":
        owner, _, month = owner.rpartition(":")
        return owner, month, unit
    return None


def compare_lines(expected: Iterable[Line], found: Iterable[Line]) -> list[Finding]:
    """`found`: all lines that stand of the same orders, whoever they stand with."""
    left: dict[tuple[str, str], list[Line]] = {}
    for line in found:
        left.setdefault(_key(line), []).append(line)
    findings: list[Finding] = []
    due = list(expected)
    for line in due:
        same = sorted(left.get(_key(line), ()), key=lambda each: _unlikeness(each, line))
        if not same:
            findings.append(_missing(line))
            continue
        left[_key(line)] = same[1:]
        if same[0] != line:
            findings.append(_differing(line, same[0]))
    known = {_content(line) for line in due}
    return findings + [_surplus(each, known) for rest in left.values() for each in rest]


def compare_balances(
    expected: Mapping[Slot, int], found: Mapping[Slot, int], settling: Collection[str]
) -> list[Finding]:
    """`settling`: whose balances a journal is still on its way to."""
    findings = []
    for slot in sorted({*expected, *found}):
        due, stands = expected.get(slot, 0), found.get(slot, 0)
        owner, scope, unit = slot
        if due != stands and owner not in settling:
            where = "" if scope == TOTAL else f" of {scope}"
            sentence = (
                f"The balance of {owner}{where} says {amount(stands, unit)}; "
                f"all journals together make it {amount(due, unit)}."
            )
            findings.append(
                Finding(
                    check=STATEMENTS,
                    kind="balance_differs",
                    store="",
                    order="",
                    about=owner,
                    unit=unit,
                    expected=due,
                    found=stands,
                    sentence=sentence,
                )
            )
    return findings


def sums(lines: Sequence[Line]) -> dict[str, int]:
    totals: Counter[str] = Counter()
    for line in lines:
        if line.currency:
            totals[line.currency] += line.amount
    return dict(sorted(totals.items()))


def _key(line: Line) -> tuple[str, str]:
    """Volume lines of two people share an event."""
    return line.event_id, line.owner if line.event_id.endswith("/volume") else ""


def _unlikeness(one: Line, other: Line) -> tuple[bool, bool]:
    return one != other, one.owner != other.owner


def _content(line: Line) -> tuple[object, ...]:
    return line.owner, line.order, line.amount, line.currency


def _missing(line: Line) -> Finding:
    sentence = (
        f"The statement of {line.owner} lacks {_shown(line)} of order {line.order}, "
        f"which journal line {line.event_id} posts."
    )
    return _finding("statement_missing", line, sentence, line.amount, 0)


def _differing(line: Line, found: Line) -> Finding:
    what = f"Journal line {line.event_id} is {_shown(line)} of {line.owner}"
    if found.owner != line.owner:
        sentence = f"{what}; it stands on the statement of {found.owner}."
        return _finding("statement_other_beneficiary", line, sentence, line.amount, 0)
    if found.currency != line.currency:
        sentence = f"{what}; the statement says {_shown(found)}."
        return _finding("statement_other_currency", line, sentence, line.amount, 0)
    if found.amount != line.amount:
        sentence = f"{what}; the statement says {_shown(found)}."
        return _finding("statement_differs", line, sentence, line.amount, found.amount)
    if found.at != line.at:
        sentence = f"{what} as of {line.at:%Y-%m-%d}; the statement has it on {found.at:%Y-%m-%d}."
        return _finding("statement_other_day", line, sentence)
    return _finding("statement_differs", line, f"{what}, of another order on the statement.")


def _surplus(line: Line, known: Collection[tuple[object, ...]]) -> Finding:
    doubled = _content(line) in known
    again = "once more" if doubled else "without a journal that posts it"
    sentence = f"The statement of {line.owner} has {_shown(line)} of order {line.order} {again}."
    kind = "statement_doubled" if doubled else "statement_extra"
    return _finding(kind, line, sentence, 0, line.amount)


def _shown(line: Line) -> str:
    return amount(line.amount, line.currency) if line.currency else "a note of volume"


def _finding(
    kind: str, line: Line, sentence: str, expected: int | None = None, found: int | None = None
) -> Finding:
    return Finding(
        check=STATEMENTS,
        kind=kind,
        store=line.store,
        order=line.order,
        about=line.owner,
        unit=line.currency,
        expected=expected,
        found=found,
        sentence=sentence,
    )
