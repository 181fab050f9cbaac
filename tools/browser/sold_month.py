"""A month in which the demo company's customers buy nearly every day: what pictures show. Import it
after `enter`."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from tools.demo import shop
from tools.demo.payloads import Basket, Line, order, refund
from tools.demo.scenario import TEA_US, Sent

SEED = 7
ORDERS = 110
COMES_BACK, HAS_NO_VALUE, IS_NOBODYS = 17, 40, 57
"""Every so many-th order."""
FULL_FROM = 20
"""From this day on a month is worth a picture; before it, the one before is."""
CODES = ("CARA-7", "EVE", "CARA-7", "HAL", "DAN", "EVE", "FAY", "BOB")
OFFERED = (
    Line("TEA-GREEN-100", 2, 2400),
    Line("TEA-BLACK-250", 1, 3400),
    Line("TEA-CUPS-2", 1, 3600),
)
NEW = Line("TEA-NEW-777", 1, 1900)
FIRST_NUMBER = 810_001


def days(today: date) -> list[date]:
    """Of the month that is shown, until today."""
    month = today.replace(day=1)
    if today.day < FULL_FROM:
        today = month - timedelta(days=1)
        month = today.replace(day=1)
    return [month + timedelta(days=number) for number in range((today - month).days + 1)]


def sell(stores: shop.Shop, now: datetime) -> str:
    """Sends all of it, and waits until nothing is on its way; the month, as `2026-11`."""
    dice, bought = Random(SEED), list[Basket]()  # noqa: S311 - a demo
    month = days(now.date())
    for number in range(ORDERS):
        at = min(_moment(month[number * len(month) // ORDERS], dice), now)
        basket = _basket(number, at, dice)
        stores.send(Sent(TEA_US, "orders/paid", order(basket)))
        bought.append(basket)
    shop.wait_until_quiet()
    for sent in _returns(bought, now):
        stores.send(sent)
    shop.wait_until_quiet()
    return f"{month[0]:%Y-%m}"


def _moment(day: date, dice: Random) -> datetime:
    return datetime.combine(day, time(dice.randrange(7, 21), dice.randrange(60)), UTC)


def _basket(number: int, at: datetime, dice: Random) -> Basket:
    line = NEW if number % HAS_NO_VALUE == HAS_NO_VALUE - 1 else dice.choice(OFFERED)
    code = "NOBODY-9" if number % IS_NOBODYS == IS_NOBODYS - 1 else dice.choice(CODES)
    return Basket(
        number=FIRST_NUMBER + number,
        at=at,
        code=code,
        lines=(Line(line.sku, line.qty + dice.randrange(2), line.price),),
        customer=7_800_000_000_000 + number,
    )


def _returns(bought: list[Basket], now: datetime) -> Iterator[Sent]:
    """Each a day later, one piece."""
    for basket in bought[COMES_BACK::COMES_BACK]:
        at = min(basket.at + timedelta(days=1), now)
        yield Sent(TEA_US, "refunds/create", refund(basket, basket.number * 10, [(0, 1)], at=at))
