"""Kinds `customer`, a share of what a seller's customers buy, and `retail_margin`, a share of what
they paid beyond the distributor's price; both for the seller."""

from typing import Literal

from commissions.plan_schema.bonuses.common import AwardOf, BonusHead, OfVolume, Rates
from commissions.plan_schema.conditions import ConditionWords
from commissions.plan_schema.words import TreeName


class CustomerBonus(OfVolume):
    kind: Literal["customer"]
    start: Literal["seller"]
    eligibility: ConditionWords
    rates: Rates
    """Of level 0 alone."""


class RetailMarginBonus(BonusHead):
    kind: Literal["retail_margin"]
    basis: Literal["retail_margin"]
    """Not volume: money that comes with the facts of the order."""
    tree: TreeName | None = None
    start: Literal["seller"] | None = None
    award: AwardOf | None = None
    rates: Rates
    """Of level 0 alone."""
