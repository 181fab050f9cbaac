"""What a command has done by one person, or put before a second one."""

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commissions.application.actions.kind import ActionKind, Payload
    from commissions.domain.actions.action import Action, Actor


def submitted(  # noqa: PLR0913 - what an action is made of
    kind: "ActionKind",
    target: str,
    payload: "Payload",
    me: "Actor",
    now: datetime,
    *,
    why: str,
    ask: bool,
    agreed_by: str = "",
) -> "Action":
    """On record, or put before a second person where it takes one. `ask`: where one is enough too;
    `agreed_by`: who else is said to agree."""
    from commissions.application.actions.proposing import ActionRequest, submit

    request = ActionRequest(
        kind=kind.name,
        target=target,
        payload=payload,
        why=why,
        agreed_by=agreed_by,
        ask=ask,
    )
    return submit(request, me, now)
