"""`payout.approve`: a batch is paid as it was planned and shown: by two people."""

from collections.abc import Sequence
from datetime import UTC, datetime

from commissions.application.actions.kind import ActionKind, Payload
from commissions.application.care.approval import Approval, NoReason, NotByTwo
from commissions.application.payouts import reserving
from commissions.application.payouts.redirected import outgrown, redirected
from commissions.application.payouts.reserving import NotToBePaid
from commissions.domain.actions.action import Action, ActionEffect, EffectLine
from commissions.domain.money import shown
from commissions.domain.payouts.batch import PROPOSED, Batch
from commissions.domain.payouts.payout import FAILED, Payout
from commissions.tables import payouts
from commissions.tables.payouts import UnknownBatch

OTHERS = "everybody else"
NAMED_MAX = 20


def payload_of(record: Batch) -> Payload:
    """What is paid is this and nothing else."""
    return {"batch": record.batch_id, "digest": record.digest}


def target_of(batch_id: str) -> str:
    return f"payout/{batch_id}"


def _effect(payload: Payload, now: datetime) -> ActionEffect:
    record = _read(payload)
    if record.state != PROPOSED:
        raise NotToBePaid(f"{record.batch_id} is {record.state}, and not proposed")
    found = reserving.whole(record)
    reserving.check(record, found, now)
    return ActionEffect(
        says=(
            ("pays", ", ".join(shown(amount, unit) for unit, amount in record.paid.items())),
            ("people", str(record.payouts)),
            ("batch", f"{record.batch_id}, {record.digest[:12]}"),
            ("planned", f"{record.as_of:%Y-%m-%d %H:%M:%S} UTC"),
            ("by", record.provider),
            ("plan", f"{record.plan} version {record.plan_version}"),
            *_redirected(found, record.currency),
            *_outgrown(record),
            *(("paid nothing", f"{many}: {why}") for why, many in record.carried.items()),
        ),
        lines=tuple(_lines(found, record.currency)),
    )


def _redirected(found: list[Payout], currency: str) -> list[tuple[str, str]]:
    """One person registers a payee: the other has to see to whose new account money goes."""
    told = redirected(found, currency)
    return [
        *([("paid elsewhere than before", _named(told.elsewhere))] if told.elsewhere else []),
        *([("paid for the first time", str(told.first))] if told.first else []),
        *([("more than 3 times their last", _named(told.jumped))] if told.jumped else []),
    ]


def _named(people: Sequence[str]) -> str:
    named, more = ", ".join(people[:NAMED_MAX]), len(people) - NAMED_MAX
    return f"{named} and {more} more" if more > 0 else named


def _outgrown(record: Batch) -> list[tuple[str, str]]:
    last = outgrown(record, payouts.batches())
    told = f"{last.batch_id}, {shown(last.taken, last.currency)}" if last else ""
    return [("more than 3 times the last batch", told)] if told else []


def _lines(found: list[Payout], currency: str) -> list[EffectLine]:
    """Who gets most, each by name, and the rest together: what is unpaid to them, and stays so."""
    most = sorted(found, key=lambda each: (-each.taken, each.payee))
    named = [
        EffectLine(
            who=each.payee, unit=currency, before=each.unpaid, after=each.unpaid - each.taken
        )
        for each in most[:NAMED_MAX]
    ]
    rest = most[NAMED_MAX:]
    unpaid = sum(each.unpaid for each in rest)
    left = unpaid - sum(each.taken for each in rest)
    others = EffectLine(who=OTHERS, unit=currency, before=unpaid, after=left)
    return [*named, *([others] if rest else [])]


def _read(payload: Payload) -> Batch:
    """Raises NotToBePaid."""
    record = payouts.batch(payload["batch"])
    if record.digest != payload["digest"]:
        raise NotToBePaid(f"{record.batch_id} was planned again since: look at it again")
    return record


def _carry_out(action: Action) -> str:
    """Done again, it goes on with what is not reserved yet."""
    draft = action.draft
    Approval(by=draft.by, approved_by=action.agreed_by, why=draft.why)
    record = _read(draft.payload)
    now = datetime.now(UTC)
    by = draft.by, action.agreed_by
    found = reserving.approve(record.batch_id, by, action.agreed_at or now, now)
    left_out = [each for each in found if each.state == FAILED]
    but = f", without {', '.join(each.payee for each in left_out)}" if left_out else ""
    taken = sum(each.taken for each in found if each.reserved and each.state != FAILED)
    return (
        f"{len(found) - len(left_out)} payouts of {shown(taken, record.currency)} are reserved"
        f"{but}: commissions payout send {record.batch_id}"
    )


PAYOUT_APPROVAL = ActionKind(
    name="payout.approve",
    effect=_effect,
    carry_out=_carry_out,
    refusals=(NotToBePaid, UnknownBatch, NotByTwo, NoReason),
)
