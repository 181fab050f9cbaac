"""What each volume counts: whose orders, without which commission classes, in which period."""

from typing import Annotated, Literal

from pydantic import Field

from commissions.plan_schema.words import Name, PlanWords

Orders = Literal["own_orders", "customer_orders", "participant_orders"]
Unit = Literal["pv", "bv", "cv", "qv"]


class VolumeWords(PlanWords):
    from_: Annotated[Literal["sku_map"], Field(alias="from")]
    include: tuple[Orders, ...]
    exclude: tuple[Name, ...]
    moment: Literal["placed", "paid"] | None = None
    """In which period an order counts: in which it was placed, which is what closes go by and what
    is meant without the word. `paid` stands in versions of before and is not published any more."""
