"""What a WooCommerce marketplace tells the pipeline of store `tea`, over the tables."""

from datetime import UTC, datetime
from decimal import Decimal

from commissions.application.ingest.accept_answer import accept_if_new
from commissions.domain.stores.store import Policies
from commissions.platforms import woocommerce
from commissions.tables import ledger, stores
from tests.support.pipeline_driver import a_company, value
from tests.unit.platforms.woocommerce_builders import KEY, Payload

PARENT, TEA, CUPS = (f"woocommerce/tea/{order_id}" for order_id in (9101, 9102, 9103))


def a_marketplace(policies: Policies | None = None) -> None:
    """Tea and cups are worth their net; Cara has 30 % of it, Bob 5 %."""
    a_company(platform="woocommerce", carriers=woocommerce.CARRIERS, policies=policies)
    for sku in ("TEA", "CUP"):
        value(sku, cv="100%")


def tell(*payloads: Payload) -> None:
    """As the shop's API answers it: of each order all that is known of it by then."""
    store = stores.get("tea")
    for payload in payloads:
        reading = woocommerce.parse_order(payload, store, KEY)
        accept_if_new(store, reading, via="webhook", now=datetime.now(UTC))


def earned(*order_keys: str) -> tuple[str, str]:
    """What Cara and Bob have by the journals of these orders together; of all three if none."""
    sums = {"cara": 0, "bob": 0}
    for key in order_keys or (PARENT, TEA, CUPS):
        for journal in ledger.read(key).journals:
            for line in journal.lines:
                if line.earner in sums:
                    sums[line.earner] += line.amount
    cara, bob = (Decimal(each) / 100 for each in sums.values())
    return f"{cara:.2f}", f"{bob:.2f}"
