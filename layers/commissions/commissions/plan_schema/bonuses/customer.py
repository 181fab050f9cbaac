"""Kind `customer`: a share of what a seller's customers buy, for the seller."""

from typing import Literal

from commissions.plan_schema.bonuses.common import OfVolume, Rates


class Customer(OfVolume):
    kind: Literal["customer"]
    start: Literal["seller"]
    rates: Rates
    """Of level 0 alone."""


class RetailMargin(OfVolume):
    """What a customer paid beyond the distributor's price, for the seller."""

    kind: Literal["retail_margin"]
    start: Literal["seller"]
    rates: Rates
