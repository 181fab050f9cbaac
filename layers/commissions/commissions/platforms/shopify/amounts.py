"""Shopify's amounts: twice in each place, in the shop's currency and in the buyer's."""

from commissions.platforms.payload import Field


def amount(holder: Field, name: str, currency: str) -> int:
    """What a field holds in the shop's currency: the `_set` says it best, the plain field too."""
    pair = holder.get(f"{name}_set")
    return holder[name].amount(currency) if pair.is_empty else _of_shop(pair, currency)


def amount_or_none(holder: Field, name: str, currency: str) -> int:
    """The same; 0 where the payload has neither."""
    if holder.get(f"{name}_set").is_empty and holder.get(name).is_empty:
        return 0
    return amount(holder, name, currency)


def total(holders: Field, name: str, currency: str) -> int:
    return sum(amount(holder, name, currency) for holder in holders.each())


def currency_of(pair: Field) -> str:
    """The shop's currency as a `_set` names it; empty where it does not."""
    code = pair.get("shop_money").get("currency_code")
    return code.currency() if code.given else ""


def _of_shop(pair: Field, currency: str) -> int:
    """Nothing is nothing, of whatever currency it is told."""
    money = pair["shop_money"]
    minor = money["amount"].amount(currency)
    if minor and (code := money["currency_code"]).value != currency:
        raise code.wrong(f"is not {currency}")
    return minor
