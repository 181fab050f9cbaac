"""`dead_letters.send`: messages that a station gave up on go into its queue once more."""

from collections.abc import Sequence
from datetime import datetime

from commissions.application.actions.kind import ActionKind, DoneInParts, Payload
from commissions.application.queries.dead_letters import (
    DEAD,
    LIVE,
    LOOKED_MAX,
    DeadLetterQueue,
)
from commissions.application.queries.stack_parts import logical_ids
from commissions.aws import dead_letters
from commissions.aws.telemetry import SERVICE
from commissions.domain.actions.action import Action, ActionEffect
from commissions.domain.orders.dead_letter import DeadLetter

GONE = "it lies there no more: somebody else took it, or it was over 14 days old"


class NotSentAgain(ValueError):
    """Not the dead letters of a queue of this stack, or too many of them."""

    def __init__(self) -> None:
        super().__init__(f"Up to {LOOKED_MAX} dead letters of one of our queues can be sent again")


def payload_of(queue: DeadLetterQueue, letters: Sequence[DeadLetter]) -> Payload:
    return {
        "queue": queue.name,
        "from": queue.url,
        "to": queue.sends_to,
        "messages": {each.message_id: [each.order_key, each.inbox_id] for each in letters},
    }


def target_of(queue: DeadLetterQueue, letters: Sequence[DeadLetter]) -> str:
    return f"{len(letters)} of {queue.name}"


def _effect(payload: Payload, now: datetime) -> ActionEffect:
    _check(payload)
    orders = {order for order, _ in payload["messages"].values() if order}
    says = (("queue", payload["queue"]), ("messages", str(len(payload["messages"]))))
    return ActionEffect(says=says, orders=len(orders))


def _check(payload: Payload) -> None:
    """Whoever asks names the queues: only two that belong together are taken."""
    name, wanted = payload["queue"], payload["messages"]
    ours = logical_ids(SERVICE, [payload["from"], payload["to"]])
    pair = {f"{name}{DEAD}": payload["from"], f"{name}{LIVE}": payload["to"]}
    if ours != pair or not 0 < len(wanted) <= LOOKED_MAX:
        raise NotSentAgain


def _carry_out(action: Action) -> DoneInParts:
    payload = action.draft.payload
    _check(payload)
    wanted = payload["messages"]
    sent = dead_letters.send_again(payload["from"], payload["to"], wanted.keys(), LOOKED_MAX)
    failed = dict.fromkeys(wanted.keys() - sent, GONE)
    more = f", {len(failed)} were not there" if failed else ""
    return DoneInParts(f"{len(sent)} sent again{more}", failed)


DEAD_LETTER_SENDING = ActionKind(
    name="dead_letters.send",
    effect=_effect,
    carry_out=_carry_out,
    refusals=(NotSentAgain,),
)
