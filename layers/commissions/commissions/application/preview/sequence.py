"""A recorded sequence: what a store sent, and what its API answered, step after step."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commissions.platforms.payload import moment_of

STEP_FIELDS = frozenset({"topic", "body", "with", "sent_at"})


class NotASequence(ValueError):
    """A file that is no `{"store": …, "steps": [{"topic": …, "body": …, "with": {…}}, …]}`."""


@dataclass(frozen=True, slots=True)
class RecordedStep:
    topic: str
    """A webhook's, or `order` for what the store's API answers and the order API is sent."""
    body: Any
    parts: Mapping[str, Any]
    """What the API tells of an order in answers of their own, by name: refunds, products."""
    sent_at: str = ""
    """By the store's own clock, as Shopify's header has it; of what its body does not date."""


@dataclass(frozen=True, slots=True)
class RecordedSequence:
    store_id: str
    steps: tuple[RecordedStep, ...]


def parse_sequence(content: Any) -> RecordedSequence:
    """Raises NotASequence."""
    if not isinstance(content, dict) or not isinstance(content.get("store"), str):
        raise NotASequence("`store` has to name the store that the payloads are of")
    steps = content.get("steps")
    if not isinstance(steps, list) or not steps:
        raise NotASequence("`steps` has to be a list of payloads")
    return RecordedSequence(
        content["store"], tuple(_step(number, each) for number, each in enumerate(steps, start=1))
    )


def _step(number: int, step: Any) -> RecordedStep:
    if not isinstance(step, dict) or not step.keys() <= STEP_FIELDS or "body" not in step:
        raise NotASequence(
            f"step {number} has to have a topic and a body, and may have `with`, and `sent_at`"
        )
    topic, parts = step.get("topic"), step.get("with", {})
    if not isinstance(topic, str) or not topic:
        raise NotASequence(f"step {number}: `topic` has to be a webhook's, or `order`")
    if not isinstance(parts, dict):
        raise NotASequence(f"step {number}: `with` has to name parts of the answer")
    sent_at = step.get("sent_at", "")
    if sent_at and moment_of(sent_at) is None:
        raise NotASequence(f"step {number}: `sent_at` has to be a time with its zone")
    return RecordedStep(topic, step["body"], parts, sent_at)
