"""A document into a checked plan: or everything that is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from commissions.domain.plans import Plan, PlanRefused, read_plan
from commissions.domain.plans.document_node import root
from commissions.plan_schema.checks import not_to_be_published, problems_in, warnings_of
from commissions.plan_schema.document import PlanDocument
from commissions.plan_schema.known import names_of
from commissions.plan_schema.problems import problems_of
from commissions.plan_schema.volume_ratios import VolumeRatios
from commissions.plan_schema.worst_case import WorstCase, worst_case

CAN_BE_NOTHING = frozenset(
    {"leg_cap_before", "carry_cap", "expire_lots_days", "inactive_periods_to_flush"}
)


@dataclass(frozen=True, slots=True)
class CheckedPlan:
    """A plan that can be published, or that was, and computed."""

    document: dict[str, Any]
    """As it was written, in what JSON can say: for the engines, and to publish."""
    words: PlanDocument
    """The same, typed."""
    plan: Plan
    """What `earn` reads of it."""
    ratios: VolumeRatios | None = None
    """Of the SKU map that it was read beside; None where it was read alone."""

    @property
    def worst_case(self) -> WorstCase:
        return worst_case(self.words, self.ratios)

    @property
    def warnings(self) -> list[str]:
        """What is right, and may surprise, each with its path."""
        return list(warnings_of(self.words))


def read(document: object, ratios: VolumeRatios | None = None) -> CheckedPlan:
    """The plan of a parsed document, as it can be published; raises PlanRefused with all that is
    wrong with it. `ratios`: of the SKU map that it is published beside, where that is known."""
    checked = read_published(document, ratios)
    if problems := list(not_to_be_published(checked.words, ratios)):
        raise PlanRefused(problems)
    return checked


def read_published(document: object, ratios: VolumeRatios | None = None) -> CheckedPlan:
    """The same of a version that stands: it may say what no new one can. Raises PlanRefused.

    What parts say about each other is looked at once each part is right by itself.
    """
    node = root(document)
    problems = [*node.problems, *_nothings(node.value, "")]
    names = names_of(node.value)
    try:
        words = PlanDocument.model_validate(node.value, context=names)
    except ValidationError as error:
        told = {each.partition(": ")[0] for each in problems}
        found = problems_of(error, node.value, names)
        problems += [each for each in found if each.partition(": ")[0] not in told]
        raise PlanRefused(list(dict.fromkeys(problems))) from None
    if problems := [*problems, *problems_in(words)]:
        raise PlanRefused(list(dict.fromkeys(problems)))
    return CheckedPlan(node.value, words, read_plan(node.value), ratios)


def _nothings(value: Any, path: str) -> Iterator[str]:
    """Fields that say nothing: it is left open whether they were meant to say something."""
    inside = value.items() if isinstance(value, dict) else ()
    for name, each in inside:
        place = f"{path}.{name}".removeprefix(".")
        if each is None and name not in CAN_BE_NOTHING:
            yield f"{place}: says nothing: state it, or leave it out"
        yield from _nothings(each, place)
    for place_in, each in enumerate(value) if isinstance(value, list) else ():
        yield from _nothings(each, f"{path}[{place_in}]")
