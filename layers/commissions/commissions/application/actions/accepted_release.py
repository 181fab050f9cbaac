"""`release.accept`: that a parked record goes on although its figures do not add up, or its order
is gone."""

from contextlib import suppress
from datetime import datetime

from commissions.application.actions.kind import ActionKind, DoneInParts, Payload
from commissions.application.actions.parked_records_action import WAITS_OTHERWISE, shown_as
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
            *(shown_as(each) for each in entries),
        )
    )


def _carry_out(action: Action) -> DoneInParts:
    """Each record that still waits as it was shown goes on; what went on before does not wait any
    more."""
    draft = action.draft
    waiting = _waiting(draft.payload)
    shown = [each for each in waiting if shown_as(each) in draft.effect.says]
    others = {each.record_key: WAITS_OTHERWISE for each in waiting if each not in shown}
    release = Release(
        draft.payload["accepted"],
        by=draft.by,
        approved_by=action.agreed_by,
        reason=draft.why,
        at=action.agreed_at,
    )
    keys = sorted({each.record_key for each in shown})
    for key in keys:
        of_key = [each for each in shown if each.record_key == key]
        with suppress(NothingParked, NotAnOrder):  # it went on in this very moment
            parked_decisions.decide_entries(of_key, release)
    said = f"{len(draft.payload['records'])} accepted, of which {len(keys)} still waited"
    return DoneInParts(said, others)


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
