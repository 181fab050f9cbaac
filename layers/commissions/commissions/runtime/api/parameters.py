"""What may be asked of a list or a figure: each parameter of a query with what it takes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commissions.pages.member.months import MONTH as MONTH_PATTERN
from commissions.runtime.api.problems import UNFIT, ApiProblem, ProblemField

LIMIT_DEFAULT, LIMIT_MAX = 50, 200
TEXT_MAX = 200
CURSOR_MAX = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryParameter:
    """One that may be left out; empty is left out too."""

    name: str
    says: str
    words: tuple[str, ...] = ()
    """All that it may be; any text where there are none."""
    pattern: str = ""
    """That the whole of it has to match."""
    number_max: int = 0
    """Of a whole number from 1 on; 0 of a text."""
    default: str = ""
    """What is taken where it is left out."""

    def fault(self, text: str) -> str:
        """What of it does not fit; empty where it fits."""
        if self.number_max:
            fits = text.isascii() and text.isdecimal() and len(text) < 10
            if not fits or not 1 <= int(text) <= self.number_max:
                return f"a whole number from 1 to {self.number_max}"
            return ""
        if self.words and text not in self.words:
            return f"one of {', '.join(self.words)}"
        if self.pattern and not re.fullmatch(self.pattern, text, re.ASCII):
            return f"written as {self.pattern}"
        most = CURSOR_MAX if self.name == CURSOR.name else TEXT_MAX
        return f"at most {most} characters" if len(text) > most else ""


CURSOR = QueryParameter(
    name="cursor", says="Where the list goes on: `next` of the page before, with the same query"
)
LIMIT = QueryParameter(
    name="limit",
    says="How many at most; there may be fewer on a page although the list goes on",
    number_max=LIMIT_MAX,
    default=str(LIMIT_DEFAULT),
)
MONTH = QueryParameter(
    name="month",
    says="Like `2026-11`, by the plan's clock; the one that goes on where it is left out",
    pattern=MONTH_PATTERN.pattern,
)


def checked(query: Mapping[str, str], known: Sequence[QueryParameter]) -> dict[str, str]:
    """All that are known, each as it was said or by its default. Raises ApiProblem with every
    fault; what is not known is one, as nobody would see that it was misspelt."""
    by_name = {each.name: each for each in known}
    faults = [ProblemField(name, "not known here") for name in query if name not in by_name]
    found = {each.name: query.get(each.name, "") or each.default for each in known}
    for name, text in found.items():
        if text and (fault := by_name[name].fault(text)):
            faults.append(ProblemField(name, fault))
    if faults:
        raise ApiProblem(UNFIT, errors=faults)
    return found
