"""Who stands under whom: the sponsor tree, and trees of seats."""

from typing import Annotated, Literal

from pydantic import Field

from commissions.plan_schema.words import Name, PlanWords

Vacated = Literal["keep", "promote_earliest"]
WaitingDays = Annotated[int, Field(strict=True, ge=0, le=366)]
TreeSize = Annotated[int, Field(strict=True, ge=1, le=1000)]


class SponsorTree(PlanWords):
    id: Name
    kind: Literal["sponsor"]


class _SeatTree(PlanWords):
    id: Name
    holding_days: WaitingDays = 0
    """How long a new member waits for a place that somebody chooses."""
    move_window_days: WaitingDays = 0
    """How long a placed member can still be moved."""
    vacated: Vacated = "keep"
    """What becomes of the seat of one who leaves; without the word it stays empty."""


class BinaryTree(_SeatTree):
    kind: Literal["binary"]
    width: Annotated[int, Field(strict=True, ge=2, le=2)]
    spillover: Literal["bfs", "dfs", "even", "weak_leg", "power_leg"]


class MatrixTree(_SeatTree):
    kind: Literal["matrix"]
    width: TreeSize
    depth: TreeSize
    spillover: Literal["bfs", "dfs", "even", "power_leg"]


TreeWords = Annotated[SponsorTree | BinaryTree | MatrixTree, Field(discriminator="kind")]
