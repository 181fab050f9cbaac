"""Where every award of an order stands after all its journals, and how that looks."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from commissions.domain.ledger import Journal, JournalLine, event_id
from tools.cli import out, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One award: what was earned first, what came back since, and the line that says so last."""

    entry: str
    line: JournalLine
    earned: int
    reversed: int

    @property
    def stands(self) -> int:
        return self.earned - self.reversed

    @property
    def paid(self) -> bool:
        return self.earned > 0


def standings(journals: Sequence[Journal]) -> list[Standing]:
    """Every award in the order of its first line; the last line of each tells where it stands."""
    latest: dict[tuple[str, str], tuple[Journal, JournalLine]] = {}
    posted: Counter[tuple[str, str]] = Counter()
    highest: Counter[tuple[str, str]] = Counter()
    for journal in journals:
        for line in journal.lines:
            slot = (line.key, line.currency)
            latest[slot] = (journal, line)
            posted[slot] += line.amount
            highest[slot] = max(highest[slot], posted[slot])
    return [
        _standing(journal, line, posted[slot], highest[slot])
        for slot, (journal, line) in latest.items()
    ]


def _standing(journal: Journal, line: JournalLine, posted: int, highest: int) -> Standing:
    # An award that another took over has a last line of zeros: what it once had tells the story.
    earned = line.earned or highest
    return Standing(
        entry=event_id(journal, line), line=line, earned=earned, reversed=earned - posted
    )


def reversals(journals: Sequence[Journal]) -> list[tuple[Journal, JournalLine]]:
    """The lines that took something back."""
    return [(journal, line) for journal in journals for line in journal.lines if line.amount < 0]


def answer(standing: Standing) -> dict[str, Any]:
    line = standing.line
    return {
        "entry": standing.entry,
        "bonus": line.bonus,
        "earner": line.earner,
        "level": line.level,
        "paid_level": line.paid_level,
        "basis": line.basis,
        "base": line.base,
        "rate": line.rate,
        "currency": line.currency,
        "earned": standing.earned,
        "reversed": standing.reversed,
        "stands": standing.stands,
        "reason": line.reason,
    }


def screen(found: Iterable[Standing]) -> RenderableType:
    """Who earns what, and who does not and why."""
    earning = out.table(
        "bonus",
        "level",
        "who",
        ">base",
        ">rate",
        ">earned",
        ">reversed",
        ">stands",
        title="Who earns",
    )
    unpaid = out.table("bonus", "level", "who", "why not", title="Not paid")
    for standing in found:
        line = standing.line
        start = (line.bonus, shown.level(line.level, line.paid_level), _who(standing))
        if standing.paid:
            earning.add_row(*start, *_amounts(standing))
        else:
            unpaid.add_row(line.bonus, str(line.level), _who(standing), line.reason)
    tables = [each for each in (earning, unpaid) if each.row_count]
    return Group(*_spaced(tables)) if tables else Text("Nobody earns on this order.", "yellow")


def _amounts(standing: Standing) -> tuple[str, ...]:
    line = standing.line
    back = shown.amount(-standing.reversed, line.currency) if standing.reversed else shown.NOTHING
    return (
        shown.amount(line.base, line.basis) if line.base else shown.NOTHING,
        shown.percent(line.rate),
        shown.amount(standing.earned, line.currency),
        back,
        shown.amount(standing.stands, line.currency),
    )


def _who(standing: Standing) -> str:
    line = standing.line
    if not line.earner:
        return "nobody there"
    return f"{line.earner} ({line.rank})" if line.rank else line.earner


def _spaced(parts: Iterable[RenderableType]) -> list[RenderableType]:
    """With an empty line between."""
    spaced: list[RenderableType] = []
    for part in parts:
        spaced += [Text(), part] if spaced else [part]
    return spaced
