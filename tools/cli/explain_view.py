"""How an explanation looks on the screen, and as JSON."""

from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from commissions.application.queries.explanation import Explanation
from tools.cli import explain_wording


def answer(why: Explanation) -> dict[str, Any]:
    return {
        "entry": why.entry,
        "headline": explain_wording.headline(why),
        "reasons": {each.about: list(each.sentences) for each in explain_wording.reasons(why)},
        "checks": [
            {"holds": check.holds, "claim": check.claim} for check in explain_wording.checks(why)
        ],
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
    for reason in explain_wording.reasons(why):
        grid.add_row(reason.about, "\n".join(reason.sentences))
    checks = [
        Text.assemble(("✓ ", "green") if check.holds else ("✗ ", "bold red"), check.claim)
        for check in explain_wording.checks(why)
    ]
    return Group(
        Text.assemble((explain_wording.headline(why), "bold"), (f"\n{why.entry}", "dim")),
        Text(),
        grid,
        Text(),
        *checks,
    )
