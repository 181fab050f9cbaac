"""What a parked order waited for arrived (a SKU, a referrer, a rate, a plan): it goes on."""

from typing import Any

from commissions.runtime.arrivals import arrived
from commissions.runtime.releasing import release_waiting
from commissions.runtime.streams import stream


@stream
def handler(image: dict[str, Any]) -> None:
    release_waiting(arrived(image))
