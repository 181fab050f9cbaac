"""What a period is called: `hyb/month/2026-10`."""

import re
from dataclasses import dataclass

_FORM = re.compile(r"(?P<plan>[^/\s]+)/(?P<every>[^/\s]+)/(?P<label>[0-9]{4}-[0-9W-]+)", re.ASCII)


class NotAPeriodId(ValueError):
    """A text that names no period."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"{text!r} is no period: name it PLAN/PERIOD/LABEL, like hyb/month/2026-10"
        )


@dataclass(frozen=True, slots=True, order=True)
class PeriodId:
    plan: str
    every: str
    """The id of the plan's period: what stands behind `close:` of its bonuses."""
    label: str
    """`2026-10`, `2026-W41`, `2026-10-05`."""

    def __str__(self) -> str:
        return f"{self.plan}/{self.every}/{self.label}"


def parse(text: str) -> PeriodId:
    """Raises NotAPeriodId."""
    if not (found := _FORM.fullmatch(text.strip())):
        raise NotAPeriodId(text)
    return PeriodId(found["plan"], found["every"], found["label"])
