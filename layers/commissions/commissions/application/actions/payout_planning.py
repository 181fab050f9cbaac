"""`payout.plan`: who would be paid what as of now is kept as a draft, which moves no money."""

from datetime import UTC, datetime

from commissions.application.actions.kind import ActionKind, Payload
from commissions.application.payouts import planning, reserving
from commissions.application.payouts.payables import NoPlanPays, paying_terms
from commissions.application.payouts.planning import NothingToPay
from commissions.application.payouts.providers import UnknownProvider, known_provider
from commissions.application.payouts.reserving import NotToBePaid
from commissions.domain.actions.action import Action, ActionEffect
from commissions.domain.money import shown
from commissions.domain.payouts.batch import Batch
from commissions.tables import payouts


def payload_of(currency: str, provider: str, plan: str) -> Payload:
    """`plan`: by which is paid, where several pay the currency; else empty."""
    return {"currency": currency, "provider": provider, "plan": plan}


def target_of(currency: str) -> str:
    return f"payables/{currency}"


def _effect(payload: Payload, now: datetime) -> ActionEffect:
    by = known_provider(payload["provider"])
    terms = paying_terms(payload["currency"], now, payload["plan"])
    return ActionEffect(
        says=(
            ("pays what was earned in", payload["currency"]),
            ("by", by),
            ("plan", f"{terms.plan} version {terms.plan_version}"),
        )
    )


def _carry_out(action: Action) -> str:
    """Done again it finds the batch that it planned: each names the moment of its planning."""
    told, at = action.draft.payload, action.agreed_at or datetime.now(UTC)
    batch = _planned_before(told["currency"], at)
    if batch is None:
        batch = planning.plan_and_keep(told["currency"], told["provider"], at, told["plan"]).batch
    paid = ", ".join(shown(amount, unit) for unit, amount in batch.paid.items())
    return f"{batch.batch_id}: {paid} to {batch.payouts} people, a draft"


def _planned_before(currency: str, at: datetime) -> Batch | None:
    """Raises NotToBePaid where it was cut off before all its payouts were there."""
    own = (each for each in payouts.batches() if (each.currency, each.as_of) == (currency, at))
    found = next(own, None)
    if found is not None:
        reserving.whole(found)
    return found


PAYOUT_PLANNING = ActionKind(
    name="payout.plan",
    effect=_effect,
    carry_out=_carry_out,
    refusals=(NoPlanPays, NothingToPay, UnknownProvider, NotToBePaid),
)
