"""All kinds of bonuses: a new one is a module and a line here."""

from typing import Annotated

from pydantic import Field

from commissions.plan_schema.bonuses.binary import Binary
from commissions.plan_schema.bonuses.customer import Customer, RetailMargin
from commissions.plan_schema.bonuses.fast_start import FastStart
from commissions.plan_schema.bonuses.groups import (
    Breakaway,
    Differential,
    Generation,
    Infinity,
    Matching,
    Pool,
    RankAdvance,
)
from commissions.plan_schema.bonuses.levels import Levels

AnyBonus = Annotated[
    Customer
    | RetailMargin
    | FastStart
    | Levels
    | Binary
    | Differential
    | Breakaway
    | Generation
    | Infinity
    | Matching
    | Pool
    | RankAdvance,
    Field(discriminator="kind"),
]
