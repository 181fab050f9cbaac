"""How the explanation of a line of a close looks on the screen, and as JSON."""

from dataclasses import asdict, fields
from fractions import Fraction
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from commissions.application.queries.close_explanation import CloseExplanation
from tools.cli import close_explain_wording

NOT_TOLD = frozenset({"words", "cap_words", "checks"})
"""The plan's document says the first two, and checks have their own place."""


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
