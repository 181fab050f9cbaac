"""How an explanation looks on the screen, and as JSON."""

from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from tools.cli.explain import Explanation


def answer(why: Explanation) -> dict[str, Any]:
    return {
        "entry": why.entry,
        "headline": why.headline,
        "reasons": {reason.about: list(reason.sentences) for reason in why.reasons},
        "checks": [{"holds": check.holds, "claim": check.claim} for check in why.checks],
        "line": why.line,
        "context": why.journal.context,
        "journal": {
            "number": why.journal.number,
            "effective_at": why.journal.effective_at,
            "recorded_at": why.journal.recorded_at,
            "facts": list(why.journal.facts),
            "hash": why.journal.hash,
            "previous_hash": why.journal.previous_hash,
        },
    }


def screen(why: Explanation) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    for reason in why.reasons:
        grid.add_row(reason.about, "\n".join(reason.sentences))
    checks = [
        Text.assemble(("✓ ", "green") if check.holds else ("✗ ", "bold red"), check.claim)
        for check in why.checks
    ]
    return Group(
        Text.assemble((why.headline, "bold"), (f"\n{why.entry}", "dim")),
        Text(),
        grid,
        Text(),
        *checks,
    )
