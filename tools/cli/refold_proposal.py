"""What ledgers lack by today's rule, put before a second person."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.text import Text

from tools.cli import action_view, formats, output
from tools.cli.errors import Misused

if TYPE_CHECKING:
    from commissions.application.care.refold import OrderRefold
    from commissions.domain.actions.action import Actor


def takes_two() -> bool:
    """Whether the company's rule has a second person agree in person."""
    from commissions.application.actions import refolding
    from commissions.application.actions.proposing import rule

    return refolding.REFOLDING.name in rule().limits


def check(approved_by: str) -> None:
    """Raises Misused where a second person is named who has to be there."""
    if approved_by:
        raise Misused("Another person approves it in person: leave --approved-by out.")


def respond(
    since: str, looked_at: "Iterable[OrderRefold]", why: str, me: "Actor", as_json: bool
) -> None:
    """Proposes what lacks now; where nothing does, there is nothing to propose."""
    from commissions.application.actions import refolding
    from commissions.application.actions.proposing import ActionRequest, submit

    payload = refolding.payload_of(since, looked_at)
    if not payload["orders"]:
        output.respond(as_json, {"applied": False}, Text("Nothing is lacking.", "green"))
        return
    request = ActionRequest(
        kind=refolding.REFOLDING.name,
        target=refolding.target_of(since),
        payload=payload,
        why=why,
        ask=True,
    )
    action = submit(request, me, datetime.now(UTC))
    count = formats.count(len(payload["orders"]), "order")
    head = Text(f"Proposed: what {count} lack by today's rule.", "bold")
    answer = {"applied": False} | action_view.reference(action)
    output.respond(as_json, answer, head, *action_view.what_waits(action))
