"""A compensation plan as data: the whole document, checked word by word before it is published.

`read` is the door: a parsed document in, a CheckedPlan out, or PlanRefused with every problem. What
`earn` reads at run time is `domain/plans`, which takes a document that was checked here.
"""

from commissions.plan_schema.reading import CheckedPlan, read

__all__ = ["CheckedPlan", "read"]
