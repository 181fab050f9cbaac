"""How the awards of an order look: who earns what, and who does not and why."""

from collections.abc import Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from commissions.application.queries.awards import AwardBalance
from commissions.domain.ledger.journal import JournalLine
from tools.cli import formats, output


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


def screen(balances: Sequence[AwardBalance]) -> RenderableType:
    earning = output.table(
        "entry", "bonus", "level", "who", ">base", ">rate", ">earned", ">back", ">stands"
    )
    output.rows(earning, [each for each in balances if each.is_paid], _earning)
    unpaid = [_unpaid(each) for each in balances if not each.is_paid]
    if not earning.row_count:
        return Group(Text("Nobody earns on this order.", "yellow"), *unpaid)
    return Group(earning, *unpaid)


def _earning(balance: AwardBalance) -> tuple[str, ...]:
    line = balance.line
    place = (
        _within_order(balance),
        line.bonus,
        formats.level(line.level, line.paid_level),
        _who(line),
    )
    return (*place, *_amounts(balance))


def _unpaid(balance: AwardBalance) -> Text:
    line = balance.line
    who = _who(line) if line.earner else "the company keeps it"
    place = f"{_within_order(balance):<5}   {line.bonus}, level {line.level}"
    return Text.assemble(f"{place}, {who}: ", ("not paid, ", "yellow"), line.reason)


def _within_order(balance: AwardBalance) -> str:
    """The entry within its order: `2/0`."""
    return "/".join(balance.entry.rsplit("/", 2)[-2:])


def _amounts(balance: AwardBalance) -> tuple[str, ...]:
    """Base and rate only where they make what was earned: what a later journal says of an award
    that is none any more is not what had been paid."""
    line = balance.line
    is_told = line.earned == balance.earned
    back = formats.amount(-balance.reversed, line.currency) if balance.reversed else formats.NOTHING
    return (
        formats.amount(line.base, line.basis) if is_told and line.base else formats.NOTHING,
        formats.percent(line.rate) if is_told else formats.NOTHING,
        formats.amount(balance.earned, line.currency),
        back,
        formats.amount(balance.stands, line.currency),
    )


def _who(line: JournalLine) -> str:
    return f"{line.earner} ({line.rank})" if line.rank else line.earner
