"""Batches of a queue in which some messages are broken."""

from functools import partial
from typing import Any

from commissions.aws import cache
from tests.journey.baskets import webhooks_of
from tests.journey.jobs.orders import Carrier, Message, send
from tests.journey.jobs.wire import Wire, heard
from tests.support.lambdas import a_context, sqs_event
from tests.support.pipeline_driver import step_of

BROKEN = (
    "no JSON at all",
    {"detail-type": "sale.attributed", "detail": {"schema_version": 1}},
    {"detail-type": "sale.attributed", "detail": {"schema_version": 1, "claim": "claims/gone"}},
    {"detail-type": "sale.attributed", "detail": {"record": {"order": []}, "trace": {}}},
    {"detail-type": "unheard.of", "detail": {}},
)


def earn(numbers: list[int], patterns: list[list[bool]]) -> list[list[int]]:
    """For each pattern a batch of the orders' sales, broken where it says so; which came back."""
    sales = [_sale(number) for number in numbers]
    came_back = []
    for pattern in patterns:
        messages = [
            BROKEN[place % len(BROKEN)] if broken else sale
            for place, (sale, broken) in enumerate(zip(sales, pattern, strict=True))
        ]
        outcome = step_of("sale.attributed")(sqs_event(*messages), a_context())
        came_back.append(sorted(_place(failure) for failure in outcome["batchItemFailures"]))
    return came_back


def _place(failure: dict[str, str]) -> int:
    return int(failure["itemIdentifier"].removeprefix("message-"))


def _sale(number: int) -> Message:
    """The message that `earn` gets of an order."""
    wire = Wire()
    carrier = Carrier(wire)
    cache.forget_all()
    with heard(wire):
        carrier.until_done(partial(send, webhooks_of("refunded", number)[0]))
        while carrier.messages[0]["detail-type"] != "sale.attributed":
            message: Any = carrier.messages.popleft()
            step = step_of(message["detail-type"])
            carrier.until_done(lambda: bool(step(sqs_event(message), a_context())))  # noqa: B023
    return carrier.messages[0]
