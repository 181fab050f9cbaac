"""Refund 93 of the sample order, told with one unit of two, and then with both."""

from datetime import UTC, datetime

from commissions.application.ingest.accept import accept
from commissions.domain.orders.refund import OrderRefunded
from commissions.platforms import ParsedWebhook
from tests.support.orders import a_refund
from tests.support.pipeline_driver import TEA_ORDER, Published, a_company, run, shopify

LINE = "14100000001"


def refund_93(units: int) -> OrderRefunded:
    return a_refund("93", units={LINE: f"{units}"}, platform_order_id=TEA_ORDER.split("/")[-1])


def tell(refund: OrderRefunded, published: Published) -> None:
    """As a webhook of the store, all the way."""
    reading = ParsedWebhook(
        topic="refunds/create", records=(refund,), occurred_at=refund.refunded_at
    )
    accept("shopify", "tea", refund.digest.encode(), reading, received_at=datetime.now(UTC))
    run(published)


def sold_and_told_twice(published: Published) -> None:
    """The sample order, one unit back, and then the other telling, which waits."""
    a_company()
    shopify("orders_paid")
    run(published)
    tell(refund_93(1), published)
    tell(refund_93(2), published)
