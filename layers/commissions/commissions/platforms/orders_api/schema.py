"""What `POST /api/mlm/orders` takes, field by field; docs/orders-api.md tells it to people."""

import unicodedata
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
)
from pydantic_core import PydanticCustomError

from commissions.domain.currencies import EXPONENTS, exponent
from commissions.domain.money import NotAnAmount, minor_units, number
from commissions.platforms.payload import moment_of

QTY_MAX = Decimal(1_000_000)
QTY_DECIMALS = 6
SKU_CHARACTERS_MAX = 128
_EXAMPLE = 1250
"""Minor units that show how an amount is written."""


def _minor(value: Any, info: ValidationInfo) -> int:
    """In minor units of the order's currency; without a known currency only its form counts."""
    currency = (info.context or {}).get("currency", "")
    try:
        if not isinstance(value, str):
            raise NotAnAmount
        return minor_units(value, currency) if currency else int(number(value))
    except NotAnAmount:
        form = f" of {currency}" if currency else ""
        example = Decimal(_EXAMPLE).scaleb(-(exponent(currency) if currency else 2))
        raise PydanticCustomError(
            "amount",
            'must be a decimal amount{form} as a text, such as "{example}"',
            {"form": form, "example": str(example)},
        ) from None


def _moment(value: Any) -> datetime:
    if (moment := moment_of(value)) is None:
        raise PydanticCustomError(
            "moment", "must be an ISO 8601 time with its zone, such as 2026-11-20T09:30:00Z"
        )
    return moment


def _qty(value: Any) -> Decimal:
    try:
        qty = number(value) if type(value) in (int, str) else Decimal(0)
    except NotAnAmount:
        qty = Decimal(0)
    if not 0 < qty <= QTY_MAX or qty != round(qty, QTY_DECIMALS):
        raise PydanticCustomError("qty", 'must be a number of units, such as 2 or "1.5"')
    return qty


def _currency(value: Any) -> str:
    if not isinstance(value, str) or value not in EXPONENTS:
        raise PydanticCustomError("currency", "must be an ISO 4217 code, such as USD")
    return value


def _sku(value: Any) -> str:
    sku = unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else ""
    if not 0 < len(sku) <= SKU_CHARACTERS_MAX or not sku.isprintable():
        raise PydanticCustomError("sku", "must be a text of 1 to 128 characters")
    return sku


Signed = Annotated[int, BeforeValidator(_minor)]
Amount = Annotated[Signed, Field(ge=0)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Qty = Annotated[Decimal, BeforeValidator(_qty)]
Currency = Annotated[str, BeforeValidator(_currency)]
Sku = Annotated[str, BeforeValidator(_sku)]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$")]
Code = Annotated[str, StringConstraints(pattern=r"^([A-Za-z0-9][A-Za-z0-9_.-]{0,63})?$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class ItemIn(_Strict):
    line_id: Id = ""
    """Without one, the line's number in the order, from 1."""
    platform_sku: Sku
    variant_id: Id = ""
    qty: Qty
    unit_price: Amount
    """Before discounts, without tax."""
    discount: Amount = 0
    """Of the whole line."""
    net: Amount | None = None
    """What the line comes to, after discounts and without tax; without it, what its units cost less
    the discount."""
    tax: Amount = 0
    kind: Literal["product", "gift_card", "tip", "custom"] = "product"


class RefundItemIn(_Strict):
    line_id: Id
    """Of this telling, or of an earlier one, where the order has been edited since."""
    qty: Qty


class RefundIn(_Strict):
    refund_id: Id
    refunded_at: Moment
    items: list[RefundItemIn] = []
    amount_only: Amount = 0
    """Given back for no line in particular, without tax."""
    gross_amount: Signed = 0
    """The same with tax; below 0, less went back than what is named is worth."""
    shipping: Amount = 0
    tax: Amount = 0


class ContinuesIn(_Strict):
    order: Id | None = None
    """The store's id of the order that is gone on with; only a renewal may leave it out."""
    as_: Literal["renewal", "exchange", "recreated", "part", "copy"] = Field(alias="as")


class OrderIn(_Strict):
    platform_order_id: Id
    order_ts: Moment
    updated_at: Moment | None = None
    """Says which of two snapshots is the later one; without it, when it was received."""
    status: Literal[
        "pending",
        "authorized",
        "partially_paid",
        "paid",
        "partially_refunded",
        "refunded",
        "voided",
    ]
    currency: Currency
    distributor_ref: Code
    """A referral code; empty where nobody referred the buyer."""
    customer_id: Annotated[str, StringConstraints(min_length=1, max_length=128)] | None = None
    """The store's id of the buyer; only a keyed hash of it is kept."""
    items: Annotated[list[ItemIn], Field(min_length=1, max_length=2000)]
    shipping: Amount = 0
    tax: Amount | None = None
    """All tax in the total; without it, the sum of the items' tax."""
    other: Signed = 0
    """Tips, fees and rounding in the total."""
    total: Amount
    received: Amount | None = None
    """All that has come in, before anything went back; without it, the status says it."""
    continues: ContinuesIn | None = None
    """The order that this one goes on with, where the store's system made it and no buyer."""
    contract: Id = ""
    """The store's id of the subscription that it was placed under, its first order too."""
    cancelled_at: Moment | None = None
    refunds: Annotated[list[RefundIn], Field(max_length=500)] = []
    test: bool = False


def line_ids(order: OrderIn) -> list[str]:
    """By which ids the order's items are named."""
    return [item.line_id or str(number) for number, item in enumerate(order.items, start=1)]
