"""What each volume counts: whose orders, without which commission classes, as of which moment."""

from typing import Annotated, Literal

from pydantic import Field

from commissions.plan_schema.words import Name, PlanWords

Orders = Literal["own_orders", "customer_orders", "participant_orders"]
Unit = Literal["pv", "bv", "cv", "qv"]


class VolumeWords(PlanWords):
    from_: Annotated[Literal["sku_map"], Field(alias="from")]
    include: tuple[Orders, ...]
    exclude: tuple[Name, ...]
    moment: Literal["placed", "paid"] = "paid"
    """Whether an order counts in the period in which it was placed, or paid; without the word, in
    which it was paid."""
