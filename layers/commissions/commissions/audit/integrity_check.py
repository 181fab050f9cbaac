"""The books of an order as such: each journal balanced, unchanged, caused by facts that stand."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC

from commissions.audit.findings import Finding, of_books
from commissions.audit.ledger_check import business_times, doubled, unknown_facts
from commissions.audit.order_record import OrderRecord
from commissions.audit.wording import account, amount
from commissions.audit.written_check import wrong_times
from commissions.domain.ledger.facts import Fact, fact, telling
from commissions.domain.ledger.journal import Journal, broken_link, sealed
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.refund import OrderRefunded


def integrity(record: OrderRecord) -> list[Finding]:
    return [
        *_unreadable(record),
        *_altered(record),
        *_numbers(record),
        *_causes(record),
        *_filed_elsewhere(record),
        *wrong_times(record),
        *(found for journal in record.journals for found in _journal(record, journal)),
    ]


def altered_journal(journal: Journal) -> Finding | None:
    """A journal that does not stand for itself, whatever stands around it."""
    order, name = journal.order_key, journal.journal_id
    kind = "journal_unbalanced" if any(_sums(journal).values()) else "chain_broken"
    if kind == "chain_broken" and sealed(journal).hash == journal.hash:
        return None
    says = "does not sum to zero" if kind == "journal_unbalanced" else "was changed"
    return of_books(order, kind, name, f"Journal {name} {says}.")


def _unreadable(record: OrderRecord) -> Iterator[Finding]:
    for number in record.unreadable_journals:
        name = f"{record.order_key}/{number}"
        sentence = f"Journal {name} cannot be read any more."
        yield of_books(record.order_key, "journal_unreadable", name, sentence)
    for fact_id in record.unreadable_facts:
        sentence = f"A fact of order {record.order_key} cannot be read."
        yield of_books(record.order_key, "fact_unreadable", fact_id, sentence)


def _altered(record: OrderRecord) -> Iterator[Finding]:
    for each in record.facts:
        if not _is_itself(each):
            sentence = (
                f"A fact of order {record.order_key} ({each.kind}) does not say any more what it "
                "said when it was written."
            )
            yield of_books(record.order_key, "fact_altered", each.fact_id, sentence)


def _is_itself(known: Fact) -> bool:
    return fact(known.content).digest == known.digest and known.fact_id in _names(known)


def _names(known: Fact) -> set[str]:
    """The id that its content gives a fact; a telling of a refund or of a dispute may be one of its
    own."""
    content, may = known.content, OrderRefunded | OrderDisputed
    own = {telling(content).fact_id} if isinstance(content, may) else set()
    return {fact(content).fact_id, *own}


def _numbers(record: OrderRecord) -> Iterator[Finding]:
    """Journals left out or added; where all are there, one that was changed."""
    numbers, doubles = sorted(record.numbers), doubled(record.journals)
    head = record.head_journals
    last = max([*numbers, head or 0])
    for number in sorted(set(range(1, last + 1)) - set(numbers)):
        name = f"{record.order_key}/{number}"
        yield of_books(record.order_key, "journal_missing", name, f"Journal {name} is not there.")
    for journal in doubles:
        sentence = f"Journal {journal.journal_id} posts once more what another has posted."
        yield of_books(record.order_key, "journal_doubled", journal.journal_id, sentence)
    extra = [number for number in numbers if number > (head or 0)]
    for number in extra if not doubles else []:
        name = f"{record.order_key}/{number}"
        sentence = f"Journal {name} is not one that the order's head knows of."
        yield of_books(record.order_key, "journal_extra", name, sentence)
    whole = numbers == list(range(1, len(numbers) + 1)) and not record.unreadable_journals
    if whole and (broken := broken_link(record.journals)):
        sentence = f"The chain breaks at journal {broken}: it, or the one before, was changed."
        yield of_books(record.order_key, "chain_broken", broken, sentence)


def _causes(record: OrderRecord) -> Iterator[Finding]:
    if not record.facts and not record.unreadable_facts and record.journals:
        sentence = f"Order {record.order_key} has journals, but nothing that a store told."
        yield of_books(record.order_key, "journal_without_fact", record.order_key, sentence)
        return
    for journal in record.journals:
        if not journal.facts:
            sentence = f"Journal {journal.journal_id} goes back to no fact at all."
            yield of_books(record.order_key, "journal_without_fact", journal.journal_id, sentence)
    for journal, fact_id in unknown_facts(record):
        sentence = f"Journal {journal.journal_id} goes back to a fact that is not there: {fact_id}."
        yield of_books(record.order_key, "journal_without_fact", journal.journal_id, sentence)


def _filed_elsewhere(record: OrderRecord) -> Iterator[Finding]:
    """The head of an order is found under its store and the day (in UTC) that it was placed on."""
    order, filed = record.order, record.head_day
    if order is None or filed is None:
        return
    day = order.order_ts.astimezone(UTC).date()
    if filed != f"{order.store_id}#{day}":
        sentence = (
            f"Order {record.order_key} was placed on {day}, and is filed under "
            f"{filed.replace('#', ' of ') or 'no day'}: who looks for the orders of its day does "
            "not find it."
        )
        yield of_books(record.order_key, "head_other_day", record.order_key, sentence)


def _journal(record: OrderRecord, journal: Journal) -> Iterator[Finding]:
    yield from _unbalanced(record, journal)
    yield from _unlike_lines(record, journal)
    yield from _other_day(record, journal)


def _unbalanced(record: OrderRecord, journal: Journal) -> Iterator[Finding]:
    name = journal.journal_id
    for unit, total in _sums(journal).items():
        if total:
            sentence = f"The legs of journal {name} make {amount(total, unit)}, not nothing."
            amounts: dict[str, int | str] = {"unit": unit, "expected": 0, "found": total}
            yield of_books(record.order_key, "journal_unbalanced", name, sentence, **amounts)


def _unlike_lines(record: OrderRecord, journal: Journal) -> Iterator[Finding]:
    for (earner, unit), (lines, legs) in _lines_and_legs(journal).items():
        if lines != legs:
            sentence = (
                f"Journal {journal.journal_id} explains {amount(lines, unit)} to {earner}, and "
                f"puts {amount(legs, unit)} on {account(f'commission_payable:{earner}')}."
            )
            amounts: dict[str, int | str] = {"unit": unit, "expected": lines, "found": legs}
            yield of_books(record.order_key, "journal_unlike_lines", earner, sentence, **amounts)


def _other_day(record: OrderRecord, journal: Journal) -> Iterator[Finding]:
    times = business_times(each for each in record.facts if each.fact_id in journal.facts)
    if times and journal.effective_at not in times:
        name, day = journal.journal_id, f"{journal.effective_at:%Y-%m-%d}"
        sentence = f"Journal {name} is booked as of {day}, when none of its facts happened."
        yield of_books(record.order_key, "journal_other_day", name, sentence)


def _sums(journal: Journal) -> Counter[str]:
    sums: Counter[str] = Counter()
    for leg in journal.legs:
        sums[leg.unit] += leg.amount
    return sums


def _lines_and_legs(journal: Journal) -> dict[tuple[str, str], tuple[int, int]]:
    lines: Counter[tuple[str, str]] = Counter()
    legs: Counter[tuple[str, str]] = Counter()
    for line in journal.lines:
        lines[line.earner, line.currency] += line.amount
    for leg in journal.legs:
        kind, _, owner = leg.account.partition(":")
        if kind == "commission_payable":
            legs[owner, leg.unit] += leg.amount
    return {slot: (lines[slot], legs[slot]) for slot in sorted({*lines, *legs})}
