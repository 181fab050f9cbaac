"""`release.accept`: that a parked record goes on although its figures do not add up, or its order
is gone."""

from contextlib import suppress
from datetime import datetime

from commissions.application.actions.kind import ActionKind, Payload
from commissions.application.care import parked_decisions
from commissions.application.care.decisions import NotAcceptable, Release
from commissions.application.queries import parked_records
from commissions.application.queries.order_reference import NotAnOrder
from commissions.application.queries.parked_records import NothingParked
from commissions.domain.actions.action import Action, ActionEffect
from commissions.tables.parked import ParkedEntry


def payload_of(accepted: str, entries: list[ParkedEntry]) -> Payload:
    return {"accepted": accepted, "records": sorted({each.record_key for each in entries})}


def target_of(entries: list[ParkedEntry]) -> str:
    return ", ".join(sorted({each.order_key for each in entries}))


def _effect(payload: Payload, now: datetime) -> ActionEffect:
    entries = _waiting(payload)
    if not entries:
        raise NothingParked(", ".join(payload["records"]))
    return ActionEffect(
        says=(
            ("accepts", str(payload["accepted"])),
            *(("of", f"{each.record_key}: {each.reason}, {each.detail}") for each in entries),
        )
    )


def _carry_out(action: Action) -> str:
    """Each record that still waits goes on; what went on before does not wait any more."""
    draft = action.draft
    release = Release(
        draft.payload["accepted"],
        by=draft.by,
        approved_by=action.agreed_by,
        reason=draft.why,
        at=action.agreed_at,
    )
    keys = sorted({each.record_key for each in _waiting(draft.payload)})
    for key in keys:
        with suppress(NothingParked, NotAnOrder):  # it went on in this very moment
            parked_decisions.decide(key, release)
    return f"{len(draft.payload['records'])} accepted, of which {len(keys)} still waited"


def _waiting(payload: Payload) -> list[ParkedEntry]:
    return [
        each for each in parked_records.parked_records() if each.record_key in payload["records"]
    ]


ACCEPTED_RELEASE = ActionKind(
    name="release.accept",
    effect=_effect,
    carry_out=_carry_out,
    refusals=(NothingParked, NotAcceptable, NotAnOrder),
)
