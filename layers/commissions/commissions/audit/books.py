"""The books of an order as such: each journal balanced, unchanged, caused by facts that stand."""

from collections import Counter
from collections.abc import Iterator

from commissions.audit.findings import BOOKS, Finding
from commissions.audit.kept import Kept
from commissions.audit.posted import moments_of, twice, unknown_facts
from commissions.audit.words import account, amount
from commissions.domain.attribution import Lock
from commissions.domain.facts import Fact, fact
from commissions.domain.ledger import Journal, broken_link, sealed


def integrity(kept: Kept) -> list[Finding]:
    return [
        *_unreadable(kept),
        *_altered(kept),
        *_numbers(kept),
        *_causes(kept),
        *(found for journal in kept.journals for found in _journal(kept, journal)),
    ]


def altered(journal: Journal) -> Finding | None:
    """A journal that does not stand for itself, whatever stands around it."""
    order, name = journal.order_key, journal.journal_id
    kind = "journal_unbalanced" if any(_sums(journal).values()) else "chain_broken"
    if kind == "chain_broken" and sealed(journal).hash == journal.hash:
        return None
    says = "does not sum to zero" if kind == "journal_unbalanced" else "was changed"
    return _finding(Kept(order_key=order), kind, name, f"Journal {name} {says}.")


def _unreadable(kept: Kept) -> Iterator[Finding]:
    for number in kept.unreadable_journals:
        name = f"{kept.order_key}/{number}"
        yield _finding(kept, "journal_unreadable", name, f"Journal {name} cannot be read any more.")
    for fact_id in kept.unreadable_facts:
        yield _finding(
            kept, "fact_unreadable", fact_id, f"A fact of order {kept.order_key} cannot be read."
        )


def _altered(kept: Kept) -> Iterator[Finding]:
    for each in kept.facts:
        if not _is_itself(each):
            sentence = (
                f"A fact of order {kept.order_key} ({each.kind}) does not say any more what it "
                "said when it was written."
            )
            yield _finding(kept, "fact_altered", each.fact_id, sentence)


def _is_itself(kept: Fact) -> bool:
    now = fact(kept.content)
    same_content = isinstance(kept.content, Lock) or now.digest == kept.digest
    return same_content and now.fact_id == kept.fact_id


def _numbers(kept: Kept) -> Iterator[Finding]:
    """Journals left out or added; where all are there, one that was changed."""
    numbers, doubles = sorted(kept.numbers), twice(kept.journals)
    head = kept.head_journals
    last = max([*numbers, head or 0])
    for number in sorted(set(range(1, last + 1)) - set(numbers)):
        name = f"{kept.order_key}/{number}"
        yield _finding(kept, "journal_missing", name, f"Journal {name} is not there.")
    for journal in doubles:
        sentence = f"Journal {journal.journal_id} posts once more what another has posted."
        yield _finding(kept, "journal_doubled", journal.journal_id, sentence)
    extra = [number for number in numbers if number > (head or 0)]
    for number in extra if not doubles else []:
        name = f"{kept.order_key}/{number}"
        sentence = f"Journal {name} is not one that the order's head knows of."
        yield _finding(kept, "journal_extra", name, sentence)
    whole = numbers == list(range(1, len(numbers) + 1)) and not kept.unreadable_journals
    if whole and (broken := broken_link(kept.journals)):
        sentence = f"The chain breaks at journal {broken}: it, or the one before, was changed."
        yield _finding(kept, "chain_broken", broken, sentence)


def _causes(kept: Kept) -> Iterator[Finding]:
    if not kept.facts and not kept.unreadable_facts and kept.journals:
        sentence = f"Order {kept.order_key} has journals, but nothing that a store told."
        yield _finding(kept, "journal_without_fact", kept.order_key, sentence)
        return
    for journal, fact_id in unknown_facts(kept):
        sentence = f"Journal {journal.journal_id} goes back to a fact that is not there: {fact_id}."
        yield _finding(kept, "journal_without_fact", journal.journal_id, sentence)


def _journal(kept: Kept, journal: Journal) -> Iterator[Finding]:
    name = journal.journal_id
    for unit, total in _sums(journal).items():
        if total:
            yield _finding(
                kept,
                "journal_unbalanced",
                name,
                f"The legs of journal {name} make {amount(total, unit)}, not nothing.",
                unit=unit,
                expected=0,
                found=total,
            )
    for (earner, unit), (lines, legs) in _lines_and_legs(journal).items():
        if lines != legs:
            yield _finding(
                kept,
                "journal_unlike_lines",
                earner,
                f"Journal {name} explains {amount(lines, unit)} to {earner}, and puts "
                f"{amount(legs, unit)} on {account(f'commission_payable:{earner}')}.",
                unit=unit,
                expected=lines,
                found=legs,
            )
    told = moments_of(each for each in kept.facts if each.fact_id in journal.facts)
    if told and journal.effective_at not in told:
        day = f"{journal.effective_at:%Y-%m-%d}"
        sentence = f"Journal {name} is booked as of {day}, when none of its facts happened."
        yield _finding(kept, "journal_other_day", name, sentence)


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


def _finding(kept: Kept, kind: str, about: str, sentence: str, **amounts: int | str) -> Finding:
    return Finding(
        check=BOOKS,
        kind=kind,
        store=kept.store,
        order=kept.order_key,
        about=about,
        sentence=sentence,
        **amounts,  # type: ignore[arg-type]
    )
