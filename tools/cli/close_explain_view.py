"""How the explanation of a line of a close looks on the screen, and as JSON."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, fields
from fractions import Fraction
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from commissions.application.close.stored_run import StoredRun
from commissions.application.queries.close_explanation import (
    CloseExplanation,
    LineOfClose,
    explain_close_by,
)
from commissions.domain.close.columns import PeriodColumns
from commissions.domain.ledger.journal import JournalLine
from tools.cli import close_explain_wording, output

NOT_TOLD = frozenset({"words", "cap_words", "checks"})
"""The plan's document says the first two, and checks have their own place."""


def explain_line(
    line: LineOfClose,
    load_run: Callable[[], StoredRun],
    load_inputs: Callable[[], PeriodColumns],
    load_book: Callable[[], Sequence[JournalLine] | None],
    as_json: bool,
) -> None:
    """`load_book`: the lines of the first journal of the member's book; None where it has none.
    Raises as `explain_close` does."""
    why = explain_close_by(line, load_run, load_inputs, load_book)
    output.respond(as_json, answer(why), view(why))


def answer(why: CloseExplanation) -> dict[str, Any]:
    reasons = close_explain_wording.reasons(why)
    return {
        "headline": close_explain_wording.headline(why),
        "reasons": {each.about: list(each.sentences) for each in reasons},
        "checks": [{"holds": check.holds, "claim": check.claim} for check in why.checks],
        "holds": why.holds,
        "amount": why.amount,
        **{each.name: _plain(getattr(why, each.name)) for each in _told()},
    }


def _told() -> list[Any]:
    return [each for each in fields(CloseExplanation) if each.name not in NOT_TOLD]


def _plain(value: Any) -> Any:
    """Records as objects, and fractions as texts."""
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return _plain(asdict(value)) if hasattr(value, "__dataclass_fields__") else value


def view(why: CloseExplanation) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    for reason in close_explain_wording.reasons(why):
        grid.add_row(reason.about, "\n".join(reason.sentences))
    checks = [
        Text.assemble(("✓ ", "green") if check.holds else ("✗ ", "bold red"), check.claim)
        for check in why.checks
    ]
    return Group(
        Text.assemble((close_explain_wording.headline(why), "bold"), (f"\n{why.period}", "dim")),
        Text(),
        grid,
        Text(),
        *checks,
    )
