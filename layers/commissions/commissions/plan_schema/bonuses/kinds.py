"""All kinds of bonuses: a new one is a module and a line here."""

from typing import Annotated

from pydantic import Field

from commissions.plan_schema.bonuses.binary import BinaryBonus
from commissions.plan_schema.bonuses.breakaway import BreakawayBonus
from commissions.plan_schema.bonuses.customer import CustomerBonus, RetailMarginBonus
from commissions.plan_schema.bonuses.differential import DifferentialBonus
from commissions.plan_schema.bonuses.fast_start import FastStartBonus
from commissions.plan_schema.bonuses.generation import GenerationBonus
from commissions.plan_schema.bonuses.infinity import InfinityBonus
from commissions.plan_schema.bonuses.levels import LevelsBonus
from commissions.plan_schema.bonuses.matching import MatchingBonus
from commissions.plan_schema.bonuses.pool import PoolBonus
from commissions.plan_schema.bonuses.rank_advance import RankAdvanceBonus

BonusWords = Annotated[
    BinaryBonus
    | BreakawayBonus
    | CustomerBonus
    | DifferentialBonus
    | FastStartBonus
    | GenerationBonus
    | InfinityBonus
    | LevelsBonus
    | MatchingBonus
    | PoolBonus
    | RankAdvanceBonus
    | RetailMarginBonus,
    Field(discriminator="kind"),
]
