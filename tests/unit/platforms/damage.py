"""Orders with one field damaged, and which of their fields decide money."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.store_record import StoreRecord
from commissions.platforms import ParsedWebhook, bigcommerce, shopify, woocommerce
from commissions.platforms.strict_json import loads
from tests.unit.platforms import bigcommerce_builders, shopify_builders, woocommerce_builders
from tests.unit.platforms.payloads import PUBLISHED, published, published_webhooks
from tests.unit.platforms.sampled import EVERY, Path, Read, changed, places
from tests.unit.platforms.woocommerce_real import orders

ABSENT = object()
EMPTY: dict[str, Any] = {"null": None, "empty text": "", "empty list": [], "empty object": {}}
UNREADABLE: dict[str, Any] = {"an object": {"a": {}}, "a list": [["x"]]}
OTHER: dict[str, Any] = {"a text": "x", "a number": 7, "a truth": True, "absent": ABSENT}
MONEY: Mapping[str, frozenset[str]] = {
    platform: frozenset(names.split())
    for platform, names in {
        "shopify": """
            id order_id currency taxes_included duties_included test financial_status created_at
            processed_at updated_at cancelled_at total_price total_tax subtotal_price
            total_outstanding total_tip_received original_total_additional_fees
            original_total_duties total_cash_rounding_payment_adjustment customer customer.id
            line_items line_items.id line_items.sku line_items.variant_id
            line_items.product_id line_items.quantity line_items.current_quantity
            line_items.gift_card line_items.price line_items.sales_line_item_group_id
            line_items.discount_allocations line_items.discount_allocations.amount
            line_items.tax_lines line_items.tax_lines.price shipping_lines
            shipping_lines.is_removed shipping_lines.price shipping_lines.discount_allocations
            shipping_lines.discount_allocations.amount shipping_lines.tax_lines
            shipping_lines.tax_lines.price""",
        "woocommerce": """
            id currency status date_created_gmt date_modified_gmt date_paid_gmt total total_tax
            shipping_total shipping_tax customer_id line_items line_items.id line_items.sku
            line_items.product_id line_items.variation_id line_items.quantity
            line_items.subtotal line_items.total line_items.total_tax""",
        "magento": """
            data order data.entity_id data.order_id data.order_currency_code data.state
            data.created_at data.updated_at data.grand_total data.tax_amount
            data.shipping_amount data.shipping_discount_amount data.shipping_tax_amount
            data.shipping_discount_tax_compensation_amount data.subtotal data.total_paid
            data.total_due data.total_canceled data.adjustment_positive data.adjustment_negative
            data.extension_attributes.gift_cards_amount data.customer_id data.items
            data.items.item_id data.items.parent_item_id data.items.sku
            data.items.product_id data.items.product_type data.items.price
            data.items.qty_ordered data.items.qty_canceled data.items.discount_amount
            data.items.discount_tax_compensation_amount data.items.tax_amount
            data.items.row_total data.items.row_total_incl_tax data.items.order_item_id""",
        "bigcommerce": """
            order products order.id order.default_currency_code order.status_id
            order.payment_status order.date_created order.date_modified order.customer_id
            order.is_tax_inclusive_pricing order.total_inc_tax
            order.total_tax order.shipping_cost_ex_tax order.handling_cost_ex_tax
            order.wrapping_cost_ex_tax order.store_credit_amount order.gift_certificate_amount
            products.id products.sku products.product_id products.variant_id products.type
            products.quantity products.price_ex_tax products.total_ex_tax products.total_tax
            products.applied_discounts products.applied_discounts.amount
            products.discounted_total_inc_tax products.parent_order_product_id""",
    }.items()
}
"""By platform, the fields that say what an order is worth, of what, when, and whose it is."""
ALL_OF: Mapping[str, tuple[str, ...]] = {
    "shopify": (
        "refunds",
        "refund_line_items",
        "refund_shipping_lines",
        "transactions",
        "order_adjustments",
        "duties",
    ),
    "woocommerce": ("refunds", "fee_lines", "gift_cards"),
    "magento": ("data.creditmemo", "creditmemos", "data.extension_attributes.creditmemo"),
    "bigcommerce": ("refunds", "order.fees"),
}
"""What stands in these decides money, whatever it is called."""
IS_BOTH = re.compile(
    r".*\b(extension_attributes|additional_fees|refunds\.line_items\.meta_data(\.key)?)"
    r"|data\.discount_amount|type|specversion"
)
"""What holds both, what only says that there may be some, what decides money of a memo and none of
an order, and what is of the envelope."""
TRIED_MAX = 3
"""In so many of a platform's payloads each field is damaged."""

OF_NO_ORDER = ("dispute", "merge", "template")

Damage = tuple[str, Any]
"""How it was damaged, and the payload."""


def is_money(platform: str, path: Path) -> bool:
    """Whether this, or what it stands in as a whole, decides money."""
    name = re.sub(r"_set(\.shop_money(\.(amount|currency_code))?)?$", "", name_of(path))
    if platform == "magento":
        name = re.sub(r"^order\.", "data.", name)
    whole = any(f"{name}.".startswith(f"{each}.") for each in ALL_OF[platform])
    return not name or whole or name in MONEY[platform]


def name_of(path: Path) -> str:
    return ".".join(part for part in path if isinstance(part, str))


def fields_of(payload: Any) -> list[Path]:
    """One place for each name, its last: what a list's entries have is alike."""
    named = {name_of(path): path for path in places(payload) if path and isinstance(path[-1], str)}
    named = {name: path for name, path in named.items() if path[-1] != "a_new_field"}
    return [path for name, path in named.items() if not IS_BOTH.fullmatch(name)]


def damaged(payload: Any, path: Path, ways: Mapping[str, Any]) -> Iterator[Damage]:
    for way, value in ways.items():
        yield way, _without(payload, path) if value is ABSENT else changed(payload, path, value)


def money_of(reading: ParsedWebhook) -> list[StoreRecord]:
    """What was read, without what only says whose it is."""
    return [_money(record) for record in reading.records]


def _money(record: StoreRecord) -> StoreRecord:
    if isinstance(record, OrderPlaced):
        return replace(record, referrals=(), distributor_ref="", customer="", continues=None,
                       contract="", flags=())  # fmt: skip
    return replace(record, flags=()) if isinstance(record, OrderRefunded) else record


def _without(value: Any, path: Path) -> Any:
    first, *rest = path
    copy = value.copy()
    if rest:
        copy[first] = _without(value[first], tuple(rest))
    else:
        del copy[first]
    return copy


def _published() -> Iterator[tuple[str, Any, Read]]:
    """Orders as the platforms publish them and a real shop answered them."""
    for path in published("shopify"):
        for number, (topic, payload) in enumerate(published_webhooks(path)):
            if topic.startswith(("orders/", "refunds/")) and "webhook-sample" not in path.name:
                yield f"shopify/{path.stem}/{number}", payload, _shopify(topic)
    for order_id, order in list(orders().items())[::8]:
        yield f"woocommerce/{order_id}", order, _woocommerce
    if PUBLISHED.exists():
        order, line = _bigcommerce_said("order-read"), _bigcommerce_said("order-product-read")
        paid = {"payment_method": "Manual"}  # not by the gateway of tests, which earn nothing
        payload = {"order": order | paid, "products": [line], "refunds": []}
        yield "bigcommerce/order-read", payload, _bigcommerce


def _shopify(topic: str) -> Read:
    shop = shopify_builders
    return lambda payload: shopify.parse_webhook(payload, topic, {}, shop.STORE, shop.KEY)


def _woocommerce(payload: Any) -> ParsedWebhook:
    return woocommerce.parse_order(payload, woocommerce_builders.STORE, woocommerce_builders.KEY)


def _bigcommerce(payload: Any) -> ParsedWebhook:
    return bigcommerce.parse_order(payload, bigcommerce_builders.STORE, bigcommerce_builders.KEY)


def _bigcommerce_said(name: str) -> Any:
    [path] = (PUBLISHED / "bigcommerce").glob(f"{name}-*.json")
    return loads(path.read_bytes())


def _orders() -> Iterator[tuple[str, Any, Read]]:
    own = ((name, payload, read) for name, (payload, read) in EVERY.items())
    for name, payload, read in (*own, *_published()):
        of_orders = not any(word in name for word in OF_NO_ORDER)
        told = read(payload).records if of_orders else ()
        if any(isinstance(record, OrderPlaced | OrderRefunded) for record in told):
            yield name, payload, read


ORDERS: Mapping[str, tuple[Any, Read]] = {name: (p, read) for name, p, read in _orders()}
"""Every payload here that tells of an order's money."""


def _to_damage() -> dict[str, list[Path]]:
    tried: Counter[tuple[str, str]] = Counter()
    found: dict[str, list[Path]] = defaultdict(list)
    for name, (payload, _) in ORDERS.items():
        for path in fields_of(payload):
            field = (platform_of(name), name_of(path))
            tried[field] += 1
            if tried[field] <= TRIED_MAX:
                found[name].append(path)
    return found


def platform_of(name: str) -> str:
    return re.split(r"['/]", name)[0]


TO_DAMAGE: Mapping[str, list[Path]] = _to_damage()
