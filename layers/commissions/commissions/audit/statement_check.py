"""Statements against the journals that they are written from."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from commissions.audit.figures import Pair, Side
from commissions.audit.findings import STATEMENTS, Finding
from commissions.audit.plan_clock import ClockOf
from commissions.audit.wording import amount
from commissions.domain.ledger.books import is_payout_book
from commissions.domain.ledger.journal import Context, Journal
from commissions.domain.orders.canonical import digest_of

TOTAL = "total"
DIGEST_BEGINS = 12
"""So much of a plan's digest stands on a row."""
BalanceSlot = tuple[str, str, str]
"""Whose balance, of which scope (`total`, or a month), in which currency or volume."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """A line of a statement, as far as it is compared. Amounts in minor units."""

    event_id: str
    order: str
    owner: str
    amount: int
    currency: str
    at: datetime
    kind: str = ""
    """`commission`, `payout` or `volume`."""
    explained: str = ""
    """A digest of what the row is explained by: the journal's line, or the volumes, and terms."""
    month: str = ""
    """In which it is counted, `2026-11`."""
    plan: str = ""
    """By which plan it is held before it is paid, `demo@1:1db3a1b7f015`."""

    @property
    def is_of_before(self) -> bool:
        """Whether it names neither, as rows of before months were counted: then readers ask its
        journal."""
        return not self.month and not self.plan

    @property
    def store(self) -> str:
        return self.order.split("/")[1]


@dataclass(frozen=True, slots=True)
class StatementCheck:
    """What the comparison of statements with journals came to, for the orders of one store."""

    findings: tuple[Finding, ...]
    lines: Pair


def expected_rows(journals: Iterable[Journal], clock_of: ClockOf) -> list[StatementRow]:
    """A row for each that names somebody, and one for whoever else's balance a leg moves."""
    rows = []
    for journal in journals:
        plain = StatementRow(
            event_id="",
            order=journal.order_key,
            owner="",
            amount=0,
            currency="",
            at=journal.counts_at or journal.effective_at,
            month=_month(journal, clock_of),
            plan=_plan(journal.context),
        )
        named = set()
        for each in journal.lines:
            if each.earner:
                named.add(each.earner)
                event_id = f"{journal.order_key}/{journal.number}/{each.line}"
                kind = "payout" if is_payout_book(journal.order_key) else "commission"
                own = replace(plain, event_id=event_id, owner=each.earner, kind=kind)
                said = digest_of({"line": each, "context": journal.context})
                money = replace(own, amount=each.amount, currency=each.currency)
                rows.append(replace(money, explained=said))
        changes = balance_changes([journal])
        for owner in sorted({slot[0] for slot in changes} - named):
            event_id = f"{journal.order_key}/{journal.number}/volume"
            moved = {slot[2]: change for slot, change in changes.items() if slot[0] == owner}
            said = digest_of({"volumes": moved, "context": journal.context})
            own = replace(plain, event_id=event_id, owner=owner, kind="volume")
            rows.append(replace(own, explained=said))
    return rows


def _month(journal: Journal, clock_of: ClockOf) -> str:
    clock = clock_of(journal.context.plan, journal.context.plan_version)
    return clock.day(journal.counts_at or journal.effective_at)[0]


def _plan(context: Context) -> str:
    return f"{context.plan}@{context.plan_version}:{context.plan_digest[:DIGEST_BEGINS]}"


def balance_changes(journals: Iterable[Journal]) -> dict[BalanceSlot, int]:
    """What the legs of journals add to people's balances."""
    sums: Counter[BalanceSlot] = Counter()
    for journal in journals:
        for leg in journal.legs:
            if slot := balance_slot(leg.account, leg.unit):
                sums[slot] += leg.amount
    return dict(sums)


def balance_slot(account: str, unit: str) -> BalanceSlot | None:
    """The balance that a leg moves; None for accounts that are nobody's."""
    kind, _, owner = account.partition(":")
    if kind == "commission_payable":
        return owner, TOTAL, unit
    if kind == "volume":
        owner, _, month = owner.rpartition(":")
        return owner, month, unit
    return None


def check_statements(
    expected: Sequence[StatementRow], found: Sequence[StatementRow]
) -> StatementCheck:
    """`found`: all rows that stand of the same orders, whoever they stand with."""
    findings = tuple(compare_rows(expected, found))
    return StatementCheck(findings, Pair(_side(expected), _side(found)))


def _side(rows: Sequence[StatementRow]) -> Side:
    amounts: Counter[str] = Counter()
    for row in rows:
        if row.currency:
            amounts[row.currency] += row.amount
    return Side(len(rows), amounts)


def compare_rows(expected: Iterable[StatementRow], found: Iterable[StatementRow]) -> list[Finding]:
    """`found`: all lines that stand of the same orders, whoever they stand with."""
    left: dict[tuple[str, str], list[StatementRow]] = {}
    for row in found:
        left.setdefault(_key(row), []).append(row)
    findings: list[Finding] = []
    due = list(expected)
    for row in due:
        same = sorted(left.get(_key(row), ()), key=lambda each: _unlikeness(each, row))
        if not same:
            findings.append(_missing(row))
            continue
        left[_key(row)] = same[1:]
        if not _agree(same[0], row):
            findings.append(_differing(row, same[0]))
    known = {_content(row) for row in due}
    return findings + [_surplus(each, known) for rest in left.values() for each in rest]


def _key(row: StatementRow) -> tuple[str, str]:
    """Volume lines of two people share an event."""
    return row.event_id, row.owner if row.event_id.endswith("/volume") else ""


def _unlikeness(one: StatementRow, other: StatementRow) -> tuple[bool, bool]:
    return not _agree(one, other), one.owner != other.owner


def _agree(found: StatementRow, due: StatementRow) -> bool:
    return found == (replace(due, month="", plan="") if found.is_of_before else due)


def _content(row: StatementRow) -> tuple[object, ...]:
    return row.owner, row.order, row.amount, row.currency


def _missing(row: StatementRow) -> Finding:
    sentence = (
        f"The statement of {row.owner} lacks {_shown(row)} of order {row.order}, "
        f"which journal line {row.event_id} posts."
    )
    return _finding("statement_missing", row, sentence, row.amount, 0)


def _differing(row: StatementRow, found: StatementRow) -> Finding:
    what = f"Journal line {row.event_id} is {_shown(row)} of {row.owner}"
    if found.owner != row.owner:
        sentence = f"{what}; it stands on the statement of {found.owner}."
        return _finding("statement_other_beneficiary", row, sentence, row.amount, 0)
    if found.currency != row.currency:
        sentence = f"{what}; the statement says {_shown(found)}."
        return _finding("statement_other_currency", row, sentence, row.amount, 0)
    if found.amount != row.amount:
        sentence = f"{what}; the statement says {_shown(found)}."
        return _finding("statement_differs", row, sentence, row.amount, found.amount)
    if found.at != row.at:
        sentence = f"{what} as of {row.at:%Y-%m-%d}; the statement has it on {found.at:%Y-%m-%d}."
        return _finding("statement_other_day", row, sentence)
    return _finding("statement_differs", row, f"{what}{_unlike(row, found)}")


def _unlike(row: StatementRow, found: StatementRow) -> str:
    """How a row differs that is of the same person, amount and time."""
    if found.order != row.order:
        return ", of another order on the statement."
    if found.kind != row.kind:
        return f", a {row.kind}; the statement calls it a {found.kind or 'nothing'}."
    if not found.is_of_before and found.month != row.month:
        return f" in {row.month}; the statement counts it in {found.month or 'no month'}."
    if not found.is_of_before and found.plan != row.plan:
        return f" by plan {row.plan}; the statement says by {found.plan or 'none'}."
    return "; the statement explains it otherwise than the journal does."


def _surplus(row: StatementRow, known: Collection[tuple[object, ...]]) -> Finding:
    doubled = _content(row) in known
    again = "once more" if doubled else "without a journal that posts it"
    sentence = f"The statement of {row.owner} has {_shown(row)} of order {row.order} {again}."
    kind = "statement_doubled" if doubled else "statement_extra"
    return _finding(kind, row, sentence, 0, row.amount)


def _shown(row: StatementRow) -> str:
    return amount(row.amount, row.currency) if row.currency else "a note of volume"


def _finding(
    kind: str,
    row: StatementRow,
    sentence: str,
    expected: int | None = None,
    found: int | None = None,
) -> Finding:
    return Finding(
        check=STATEMENTS,
        kind=kind,
        store=row.store,
        order=row.order,
        about=row.owner,
        unit=row.currency,
        expected=expected,
        found=found,
        sentence=sentence,
    )
