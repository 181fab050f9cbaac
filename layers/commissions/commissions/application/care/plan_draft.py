"""A plan as somebody wrote it, checked before it is put before anybody: the plan, or what is wrong
with it, each with its line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from commissions.application.yaml_text import NotYaml, YamlText, parse
from commissions.domain.plans import PlanRefused
from commissions.plan_schema import CheckedPlan, read, read_published
from commissions.plan_schema.document import PlanDocument


@dataclass(frozen=True, slots=True, order=True)
class DraftProblem:
    """`line`: from 1, 0 where that cannot be said; `path`: of the field, `bonuses[0].rates`."""

    line: int
    path: str
    reason: str
    """What is allowed there too, and which word may have been meant."""


class DraftRefused(ValueError):
    """A plan that cannot be published; `problems` has all that is wrong, by line."""

    def __init__(self, problems: Sequence[DraftProblem]) -> None:
        super().__init__("\n".join(f"{e.line}: {e.path}: {e.reason}" for e in problems))
        self.problems = sorted(set(problems))


def check(text: str, *, stands: bool = False) -> CheckedPlan:
    """`text`: YAML. `stands`: it may be a version that was published, and say what no new one can.
    Raises DraftRefused."""
    try:
        found = parse(text)
    except NotYaml as error:
        raise DraftRefused([DraftProblem(error.line, "", str(error))]) from None
    if found.twice:
        raise DraftRefused([DraftProblem(e.line, e.path, e.reason) for e in found.twice])
    return _read(found, stands)


def _read(found: YamlText, stands: bool) -> CheckedPlan:
    """Raises DraftRefused."""
    try:
        return read_published(found.content) if stands else read(found.content)
    except PlanRefused as error:
        problems = [DraftProblem(*found.place(each)) for each in error.problems]
        raise DraftRefused(problems) from None


def as_yaml(document: Mapping[str, Any]) -> str:
    """A document as a person may go on writing it; the parts of a plan in the order in which the
    schema has them, fields within them by the alphabet."""
    parts = [*PlanDocument.model_fields, *sorted(document)]
    ordered = {name: document[name] for name in dict.fromkeys(parts) if name in document}
    return yaml.safe_dump(ordered, sort_keys=False, allow_unicode=True, width=100)
