"""By which marks of a store's own an order is known that goes on with another one."""

from dataclasses import dataclass

ORDER, NUMBER, LETTER = "{order}", "{number}", "{letter}"
"""What a pattern of names has in it: the digits of the other order's, and what was put behind."""


@dataclass(frozen=True, slots=True)
class OrderMarks:
    """What apps write, which differs from shop to shop; each platform reads those it has."""

    renewal_tags: tuple[str, ...] = ("Subscription Recurring Order",)
    """Tags of a subscription's next orders, not of its first."""
    contract_attributes: tuple[str, ...] = ("shopify_order_subscription_id",)
    """Attributes that name the subscription, on its first order too."""
    exchange_prefix: str = ""
    """How the names of an app's exchange orders begin."""
    exchange_credit: tuple[str, ...] = ()
    """Discounts by which an app pays exchange orders with what came back: a way of paying."""
    split_names: str = ""
    """The names of split parts, such as `#{order}-{number}`."""
    recreated_names: str = ""
    """The names of orders that were cancelled and placed anew, such as `#{order}{letter}`."""
    renewal_sources: tuple[str, ...] = ()
    """Systems that place a subscription's next orders (BigCommerce's `external_source`)."""

    @property
    def name_by_number(self) -> bool:
        """Whether orders of the store may name the one that they go on with by its number."""
        return any((self.exchange_prefix, self.split_names, self.recreated_names))
