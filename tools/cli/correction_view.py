"""Why a later close corrected what a closed period gave: in sentences, and as JSON."""

from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from commissions.application.queries.correction_explanation import (
    CorrectedAward,
    CorrectionExplanation,
)
from commissions.domain.ledger.journal import JournalLine
from tools.cli import formats, output

ORDERS_SHOWN = 10


def answer(why: CorrectionExplanation) -> dict[str, Any]:
    """For machines: amounts in minor units."""
    return {
        "headline": headline(why),
        "period": why.period,
        "corrects": why.corrects,
        "member": why.member,
        "amount": why.line.amount,
        "currency": why.line.currency,
        "orders": list(why.orders),
        "awards": [asdict(each) | {"now": each.now} for each in why.awards],
        "checks": [asdict(each) for each in why.checks],
        "holds": why.holds,
    }


def headline(why: CorrectionExplanation) -> str:
    line = why.line
    much = formats.signed_amount(line.amount, line.currency)
    level = f" at level {line.level}" if line.level else ""
    return (
        f"{much} for {why.member}: {why.corrects} would have come to another amount of the "
        f"{line.bonus} bonus{level}, had it been known what came later."
    )


def view(why: CorrectionExplanation) -> RenderableType:
    grid = output.table(
        "source", ">counted, as corrected", ">at its close", ">corrected before", ">now", ">change"
    )
    for each in why.awards:
        grid.add_row(*_row(each, why.line))
    orders = ", ".join(why.orders[:ORDERS_SHOWN])
    more = len(why.orders) - ORDERS_SHOWN
    checks = [
        Text.assemble(("✓ ", "green") if check.holds else ("✗ ", "bold red"), check.claim)
        for check in why.checks
    ]
    return Group(
        Text(headline(why), "bold"),
        Text(f"posted with {why.period}", "dim"),
        Text(f"What came of {orders}" + (f" and {more} more" if more > 0 else "") + " caused it."),
        grid,
        *checks,
    )


def _row(award: CorrectedAward, line: JournalLine) -> tuple[str, ...]:
    currency, unit = line.currency, line.basis or line.currency
    was = award.base - award.base_change
    counted = f"{formats.amount(award.base, unit)} (was {formats.amount(was, unit)})"
    return (
        award.source or formats.NOTHING,
        counted,
        formats.amount(award.at_close, currency),
        formats.amount(award.before, currency),
        formats.amount(award.now, currency),
        formats.signed_amount(award.change, currency),
    )
