"""A compensation plan as data: the whole document, checked word by word before it is published.

`read` is the door: a parsed document in, a CheckedPlan out, or PlanRefused with every problem;
`read_published` is that of versions that stand, in words of their day. What
`earn` reads at run time is `domain/plans`, which takes a document that was checked here.
"""

from commissions.plan_schema.checks import not_to_be_published
from commissions.plan_schema.reading import CheckedPlan, read, read_published

__all__ = ["CheckedPlan", "not_to_be_published", "read", "read_published"]
