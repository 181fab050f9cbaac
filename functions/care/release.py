"""What a parked order waited for arrived (a SKU, a referrer, a rate, a plan): it goes on."""

from datetime import UTC, datetime
from typing import Any

from commissions.application.pipeline.coupon_releases import release_coupons
from commissions.application.pipeline.release import release_waiting
from commissions.application.pipeline.unblocked import arrived
from commissions.domain.orders.parking import AwaitedKind
from commissions.runtime.stream import stream


@stream
def handler(image: dict[str, Any]) -> None:
    what = arrived(image)
    release_waiting(each for each in what if each.kind is not AwaitedKind.COUPON)
    release_coupons(what, datetime.now(UTC))
