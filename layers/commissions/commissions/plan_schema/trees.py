"""Who stands under whom: the sponsor tree, and trees of seats."""

from typing import Annotated, Literal

from pydantic import Field

from commissions.plan_schema.words import Name, PlanWords

Vacated = Literal["keep", "promote_earliest"]
Days = Annotated[int, Field(ge=0, le=366)]


class SponsorTree(PlanWords):
    id: Name
    kind: Literal["sponsor"]


class BinaryTree(PlanWords):
    id: Name
    kind: Literal["binary"]
    width: Annotated[int, Field(ge=2, le=2)]
    spillover: Literal["bfs", "dfs", "even", "weak_leg", "power_leg"]
    holding_days: Days = 0
    """How long a new member waits for a place that somebody chooses."""
    move_window_days: Days = 0
    """How long a placed member can still be moved."""
    vacated: Vacated = "keep"


class MatrixTree(PlanWords):
    id: Name
    kind: Literal["matrix"]
    width: Annotated[int, Field(ge=1, le=1000)]
    depth: Annotated[int, Field(ge=1, le=1000)]
    spillover: Literal["bfs", "dfs", "even", "power_leg"]
    holding_days: Days = 0
    move_window_days: Days = 0
    vacated: Vacated = "keep"


Tree = Annotated[SponsorTree | BinaryTree | MatrixTree, Field(discriminator="kind")]
