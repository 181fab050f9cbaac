"""Plans as people write them, published and still to be."""

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from commissions.application.actions import plan_publication
from commissions.application.actions.proposing import ActionRequest, put_on_record
from commissions.domain.actions.action import PAGE, Action, Actor
from commissions.plan_schema import read
from commissions.tables import plans

SAMPLES = Path(__file__).parents[2] / "events/plans"


def written(name: str = "uni7", **head: Any) -> str:
    """A sample as it was written, with another head: `version=2`."""
    text = (SAMPLES / f"{name}.yaml").read_text()
    stands: dict[str, Any] = yaml.safe_load(text)["plan"]
    for field, value in head.items():
        before, after = (f"{field}: {_said(each)}" for each in (stands[field], value))
        assert before in text, before
        text = text.replace(before, after, 1)
    return text


def cheaper(**head: Any) -> str:
    """The same, with less for whoever sells."""
    return written(**head).replace('{"0": "0.20"}', '{"0": "0.15"}')


def wrong() -> str:
    return written().replace("kind: dynamic", "kind: dinamic").replace("hold_days", "hold")


def publish(text: str) -> None:
    plans.publish(read(yaml.safe_load(text)).plan.text)


def propose(text: str, *, by: str, now: datetime) -> Action:
    checked = read(yaml.safe_load(text))
    request = ActionRequest(
        kind="plan.publish",
        target=plan_publication.target_of(checked),
        payload=plan_publication.payload_of(checked),
        why="the tests say so",
        ask=True,
    )
    return put_on_record(request, Actor(by, PAGE), now)


def _said(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) and value[:1].isdigit() else str(value)
