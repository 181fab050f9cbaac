"""Whose sale it is where the order itself does not say so, or says it too late."""

from dataclasses import replace
from datetime import datetime, timedelta

from tools.demo.payloads import Basket, Line, Payload, order
from tools.demo.scenario import TEA_US, Scene, Sent, key_of, placed

_IDA, _NOAH = 7700000000021, 7700000000022
"""Customers of the shop, by their numbers there."""
_MONTHLY = 880000000001
"""A selling plan: the tea of every month."""
_TEA = (Line("TEA-GREEN-100", 1, 2400, tax=192),)


def scenes(now: datetime) -> list[Scene]:
    return [_first(now), _comes_back(now), _renewed(now), _too_late(now)]


def _first(now: datetime) -> Scene:
    basket = Basket(number=1101, at=now - timedelta(days=40), code="EVE", lines=_TEA, customer=_IDA)
    return Scene(
        order_key=key_of(TEA_US, basket),
        about="Forty days ago Ida subscribed to a tea a month, with Eve's discount code.",
        first=placed(TEA_US, basket, **_subscribed(basket)),
    )


def _comes_back(now: datetime) -> Scene:
    lines = (Line("TEA-CUPS-2", 1, 3600, tax=288),)
    basket = Basket(number=1102, at=now - timedelta(days=3), lines=lines, customer=_IDA)
    return Scene(
        order_key=key_of(TEA_US, basket),
        about="Ida buys cups, and no code: she stays Eve's customer.",
        first=placed(TEA_US, basket),
    )


def _renewed(now: datetime) -> Scene:
    basket = Basket(number=1103, at=now - timedelta(days=2), lines=_TEA, customer=_IDA)
    by_itself = {"source_name": "subscription_contract_checkout_one"}
    return Scene(
        order_key=key_of(TEA_US, basket),
        about="Ida's subscription renews by itself: it goes on with what Eve sold.",
        first=placed(TEA_US, basket, **_subscribed(basket), **by_itself),
    )


def _too_late(now: datetime) -> Scene:
    basket = Basket(
        number=1104, at=now - timedelta(days=6), code="BOBB", lines=_TEA, customer=_NOAH
    )
    mended = order(replace(basket, code="BOB"), updated_at=now)
    return Scene(
        order_key=key_of(TEA_US, basket),
        about="Noah mistyped Bob's coupon; six days later the shop mended it, too late to count.",
        first=placed(TEA_US, basket),
        later=(Sent(TEA_US, "orders/updated", mended),),
        moves_nothing=True,
    )


def _subscribed(basket: Basket) -> Payload:
    lines = order(basket)["line_items"]
    return {"line_items": [each | {"selling_plan_id": _MONTHLY} for each in lines]}
