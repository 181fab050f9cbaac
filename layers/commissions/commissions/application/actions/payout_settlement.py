"""`payout.settle`: what a bank or a provider says became of payouts is gone by, line by line."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from commissions.application.actions.kind import ActionKind, DoneInParts, Payload
from commissions.application.payouts import settling
from commissions.domain.actions.action import Action, ActionEffect
from commissions.domain.money import shown
from commissions.domain.payouts.payout import Payout
from commissions.payments.provider import PaymentStatus
from commissions.tables.payouts import UnknownBatch

LINES_MAX = 500
"""So many are gone by at once."""


class NotToBeSettled(ValueError):
    """Nothing of what is said could be gone by; says why."""


def payload_of(told: Sequence[PaymentStatus]) -> Payload:
    return {
        "told": [
            {
                "payout_id": each.payout_id,
                "state": each.state,
                "on": each.on.isoformat(),
                "reference": each.reference,
                "why": each.why,
            }
            for each in told
        ]
    }


def told_in(payload: Payload) -> list[PaymentStatus]:
    return [_status(each) for each in payload["told"]]


def _status(said: Mapping[str, Any]) -> PaymentStatus:
    return PaymentStatus(
        payout_id=said["payout_id"],
        state=said["state"],
        on=date.fromisoformat(said["on"]),
        reference=said["reference"],
        why=said["why"],
    )


def _effect(payload: Payload, now: datetime) -> ActionEffect:
    found = settling.preview(told_in(payload), now)
    if not found.changed:
        why = "; ".join(found.contradictions[:1]) or "nothing new is in it"
        raise NotToBeSettled(why)
    return ActionEffect(says=(*_sums(found.changed), *_wrong(found.contradictions)))


def _sums(changed: Sequence[Payout]) -> list[tuple[str, str]]:
    sums: Counter[tuple[str, str]] = Counter()
    for each in changed:
        sums[each.state, each.paid_in] += each.paid
    return [
        (f"would be {state}", shown(amount, unit)) for (state, unit), amount in sorted(sums.items())
    ]


def _wrong(contradictions: Sequence[str]) -> list[tuple[str, str]]:
    return [("left as it is", str(len(contradictions)))] if contradictions else []


def _carry_out(action: Action) -> DoneInParts:
    """Read again it changes nothing."""
    told = told_in(action.draft.payload)
    found = settling.settle_all(told, datetime.now(UTC))
    states = Counter(each.state for each in found.changed)
    done = ", ".join(f"{many} {state}" for state, many in sorted(states.items()))
    wrong = {str(number): said for number, said in enumerate(found.contradictions, start=1)}
    return DoneInParts(f"{done or 'nothing new'}, of {len(told)} told of", wrong)


PAYOUT_SETTLEMENT = ActionKind(
    name="payout.settle",
    effect=_effect,
    carry_out=_carry_out,
    refusals=(NotToBeSettled, UnknownBatch),
)
