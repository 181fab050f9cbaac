"""What a parked order waited for arrived (a SKU, a referrer, a rate, a plan): it goes on."""

from typing import Any

from commissions.application.pipeline.release import release_waiting
from commissions.application.pipeline.unblocked import arrived
from commissions.runtime.stream import stream


@stream
def handler(image: dict[str, Any]) -> None:
    release_waiting(arrived(image))
