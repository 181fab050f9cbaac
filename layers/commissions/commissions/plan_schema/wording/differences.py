"""What changes for whom from one version of a plan to another, in words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from commissions.plan_schema.bonuses.common import tables
from commissions.plan_schema.bonuses.kinds import BonusWords
from commissions.plan_schema.document import PlanDocument
from commissions.plan_schema.wording.bonus_sentences import (
    bonus_sentences,
    level_word,
    rate_sentences,
)
from commissions.plan_schema.wording.plan_sentences import Section, plan_sentences, rank_sentences
from commissions.plan_schema.worst_case import percent

RateTable = Mapping[tuple[str, str], str]
"""A share by rank and level; either is empty where the plan does not tell them apart."""


def differences(old: PlanDocument, new: PlanDocument) -> list[Section]:
    """Titles, each with what changes there; nothing where all stays as it is."""
    ranks = _by_id(old.ranks, new.ranks, "rank", lambda rank, _: list(rank_sentences(rank)))
    before, after = dict(plan_sentences(old)), dict(plan_sentences(new))
    plain = [title for title in [*before, *after] if title != "Ranks" and "Bonus" not in title]
    sections = [
        *((title, list(_said(before, after, title))) for title in dict.fromkeys(plain)),
        ("Ranks", list(ranks)),
        *_bonuses(old, new),
    ]
    return [(title, found) for title, found in sections if found]


def _said(
    before: Mapping[str, list[str]], after: Mapping[str, list[str]], key: str
) -> Iterator[str]:
    yield from _sentences(before.get(key, []), after.get(key, []))


def _sentences(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    for each in before:
        if each not in after:
            yield f"no longer: {each}"
    for each in after:
        if each not in before:
            yield f"now: {each}"


def _by_id[T](
    old: Sequence[T], new: Sequence[T], noun: str, say: Callable[[T, T | None], list[str]]
) -> Iterator[str]:
    before = {str(getattr(each, "id", "")): each for each in old}
    after = {str(getattr(each, "id", "")): each for each in new}
    for name in before.keys() - after.keys():
        yield f"no {noun} {name} any more"
    for name, each in after.items():
        if name not in before:
            yield f"a new {noun}: {name}"
        found = say(before[name], None) if name in before else []
        yield from _sentences(found, say(each, None))


def _bonuses(old: PlanDocument, new: PlanDocument) -> Iterator[Section]:
    before = {bonus.id: bonus for bonus in old.bonuses}
    after = {bonus.id: bonus for bonus in new.bonuses}
    for name, bonus in before.items():
        if name not in after:
            yield f"Bonus {name}", [f"nobody is paid {name} any more ({bonus.kind})"]
    for name, bonus in after.items():
        if name in before:
            changes = [
                *_rates(before[name], bonus),
                *_sentences(_choices(before[name], old), _choices(bonus, new)),
            ]
            yield f"Bonus {name}", changes
        else:
            yield f"Bonus {name}", [f"now: {each}" for each in bonus_sentences(bonus, new)]


def _choices(bonus: BonusWords, words: PlanDocument) -> list[str]:
    """Everything but its rates, which are compared one by one."""
    rates = set(rate_sentences(bonus))
    return [each for each in bonus_sentences(bonus, words) if each not in rates]


def _rates(old: BonusWords, new: BonusWords) -> Iterator[str]:
    before, after = _table(old), _table(new)
    for key in dict.fromkeys([*before, *after]):
        if before.get(key) != after.get(key):
            yield _changed(key, before.get(key), after.get(key), level_word(new))


def _changed(key: tuple[str, str], old: str | None, new: str | None, word: str) -> str:
    rank, level = key
    what = f"{rank or 'everybody'}" + (f", {word} {level}" if level else "")
    if old is None:
        return f"{what}: now paid {percent(new or '0')}, nothing before"
    if new is None:
        return f"{what}: no longer paid, {percent(old)} before"
    verb = "more" if Fraction(new) > Fraction(old) else "less"
    return f"{what}: {percent(new)} instead of {percent(old)}, {verb} than before"


def _table(bonus: BonusWords) -> RateTable:
    rates = getattr(bonus, "rates", None) or {}
    if any(not str(name).isdigit() and isinstance(row, str) for name, row in rates.items()):
        return {(rank, ""): share for rank, share in rates.items()}
    return {
        (rank, level): share for rank, row in tables(rates).items() for level, share in row.items()
    }
