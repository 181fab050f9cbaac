"""What the parts of a plan say about each other: a module for each section that says something."""

from collections.abc import Iterator

from commissions.plan_schema.checks import (
    at_close,
    at_order,
    binaries,
    groups,
    limits,
    not_computed,
    sections,
    tables,
    without_product,
)
from commissions.plan_schema.checks.most_paid import above_limits, unheld
from commissions.plan_schema.checks.twice_paid import warnings_of
from commissions.plan_schema.document import PlanDocument
from commissions.plan_schema.volume_ratios import VolumeRatios

CHECKS = (
    sections.problems,
    at_order.problems,
    at_close.problems,
    tables.problems,
    binaries.problems,
    groups.problems,
    without_product.problems,
    limits.problems,
    above_limits,
)


def problems_in(words: PlanDocument) -> Iterator[str]:
    """Everything that does not fit, as `path: reason`."""
    for check in CHECKS:
        yield from check(words)


def not_to_be_published(words: PlanDocument, ratios: VolumeRatios | None) -> Iterator[str]:
    """What a version could say once, and no new one can. `ratios`: of the SKU map that it is to be
    published beside; None where that is not known."""
    yield from not_computed.problems(words)
    yield from unheld(words, ratios)
    if ratios is not None:
        yield from above_limits(words, ratios)


__all__ = ["not_to_be_published", "problems_in", "warnings_of"]
