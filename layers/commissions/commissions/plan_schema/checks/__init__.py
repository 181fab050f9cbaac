"""What the parts of a plan say about each other: a module for each section that says something."""

from collections.abc import Iterator

from commissions.plan_schema.checks import (
    at_close,
    at_order,
    binaries,
    groups,
    limits,
    sections,
    tables,
    without_product,
)
from commissions.plan_schema.checks.twice_paid import warnings_of
from commissions.plan_schema.document import PlanDocument
from commissions.plan_schema.worst_case import above_limits

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


__all__ = ["problems_in", "warnings_of"]
