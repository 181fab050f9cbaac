"""Where every award of an order stands after all its journals, and how that looks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from commissions.domain.ledger import Journal, JournalLine, event_id
from tools.cli import formats, output


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardBalance:
    """One award: what was earned first, what came back since, and the line that says so last."""

    entry: str
    line: JournalLine
    earned: int
    reversed: int

    @property
    def stands(self) -> int:
        return self.earned - self.reversed

    @property
    def number(self) -> str:
        """The entry within its order: `2/0`."""
        return "/".join(self.entry.rsplit("/", 2)[-2:])

    @property
    def paid(self) -> bool:
        return self.earned > 0


def award_balances(journals: Sequence[Journal]) -> list[AwardBalance]:
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
        _balance(journal, line, posted[slot], highest[slot])
        for slot, (journal, line) in latest.items()
    ]


def _balance(journal: Journal, line: JournalLine, posted: int, highest: int) -> AwardBalance:
    # An award that another took over has a last line of zeros: what it once had tells the story.
    earned = line.earned or highest
    return AwardBalance(
        entry=event_id(journal, line), line=line, earned=earned, reversed=earned - posted
    )


def reversals(journals: Sequence[Journal]) -> list[tuple[Journal, JournalLine]]:
    """The lines that took something back."""
    return [(journal, line) for journal in journals for line in journal.lines if line.amount < 0]


def answer(balance: AwardBalance) -> dict[str, Any]:
    line = balance.line
    return {
        "entry": balance.entry,
        "bonus": line.bonus,
        "earner": line.earner,
        "level": line.level,
        "paid_level": line.paid_level,
        "basis": line.basis,
        "base": line.base,
        "rate": line.rate,
        "currency": line.currency,
        "earned": balance.earned,
        "reversed": balance.reversed,
        "stands": balance.stands,
        "reason": line.reason,
    }


def screen(found: Sequence[AwardBalance]) -> RenderableType:
    """Who earns what, and who does not and why."""
    earning = output.table(
        "entry", "bonus", "level", "who", ">base", ">rate", ">earned", ">back", ">stands"
    )
    output.rows(earning, [each for each in found if each.paid], _earning)
    unpaid = [_unpaid(each) for each in found if not each.paid]
    if not earning.row_count:
        return Group(Text("Nobody earns on this order.", "yellow"), *unpaid)
    return Group(earning, *unpaid)


def _earning(balance: AwardBalance) -> tuple[str, ...]:
    line = balance.line
    place = (balance.number, line.bonus, formats.level(line.level, line.paid_level), _who(line))
    return (*place, *_amounts(balance))


def _unpaid(balance: AwardBalance) -> Text:
    line = balance.line
    who = _who(line) if line.earner else "the company keeps it"
    place = f"{balance.number:<5}   {line.bonus}, level {line.level}"
    return Text.assemble(f"{place}, {who}: ", ("not paid, ", "yellow"), line.reason)


def _amounts(balance: AwardBalance) -> tuple[str, ...]:
    line = balance.line
    back = formats.amount(-balance.reversed, line.currency) if balance.reversed else formats.NOTHING
    return (
        formats.amount(line.base, line.basis) if line.base else formats.NOTHING,
        formats.percent(line.rate),
        formats.amount(balance.earned, line.currency),
        back,
        formats.amount(balance.stands, line.currency),
    )


def _who(line: JournalLine) -> str:
    return f"{line.earner} ({line.rank})" if line.rank else line.earner
