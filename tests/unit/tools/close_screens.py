"""Lines of closes as `commissions explain` shows them."""

import tempfile
from pathlib import Path

from commissions.application.queries.close_explanation import (
    CloseExplanation,
    LineOfClose,
    explain_close,
)
from commissions.domain.close.facts import PeriodFacts
from tests.support.builders import Document
from tests.support.stored_runs import stored
from tools.cli import close_explain_wording


def explained(
    document: Document, facts: PeriodFacts, line: str, largest: int = 100_000
) -> CloseExplanation:
    """`line`: `ann levels 2`, and the leg that is opened where there is one."""
    member, bonus, level, *leg = line.split(" ")
    asked = LineOfClose(member=member, bonus=bonus, level=int(level), leg=leg[0] if leg else "")
    with tempfile.TemporaryDirectory() as folder:
        close = stored(Path(folder), document, facts)
        return explain_close(close.run, lambda: close.period, asked, largest=largest)


def told(why: CloseExplanation, *parts: str) -> list[str]:
    """The headline, and the sentences of some parts; all checks hold."""
    assert [check.claim for check in why.checks if not check.holds] == []
    found = {each.about: each.sentences for each in close_explain_wording.reasons(why)}
    return [
        close_explain_wording.headline(why),
        *(sentence for part in parts for sentence in found.get(part, ())),
    ]
