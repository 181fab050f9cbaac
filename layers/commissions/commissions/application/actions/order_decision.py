"""`order.decide`: what a person says of an order, where its records leave the money open."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from commissions.application.actions.kind import ActionKind, Payload
from commissions.application.care import decide_order
from commissions.application.care.decide_order import (
    NoOtherTelling,
    NoParent,
    OrderNotInLedger,
    Proposal,
)
from commissions.application.care.drafted_decisions import (
    Answer,
    NoAmount,
    NothingToWithdraw,
    identified,
    of_order,
)
from commissions.application.queries.order_reference import parse_order
from commissions.application.queries.order_story import UnknownOrder
from commissions.domain import money
from commissions.domain.actions.action import Action, ActionEffect, EffectLine
from commissions.domain.orders.canonical import stamp
from commissions.domain.orders.decision import NoSuchAnswer, OrderDecided

_ASKED = ("about", "subject", "answer", "amount")


def payload_of(proposal: Proposal, answer: Answer, now: datetime) -> Payload:
    """What was asked for, and the decisions that it came to: these are what goes on record.

    A moment is only in it where other decisions about the order bear a later one than now, as the
    latest counts: else the one that it is agreed at is that of the decisions.
    """
    latest = max((each.at for each in proposal.decisions), default=now)
    return {
        "order_key": proposal.order_key,
        "asked": {name: getattr(answer, name) for name in _ASKED},
        "withdraw": answer.withdraw,
        "decisions": [_plain(each) for each in proposal.decisions],
        "not_before": stamp(latest) if latest > now else "",
    }


def _plain(decision: OrderDecided) -> dict[str, str | int]:
    return {
        "about": decision.about,
        "subject": decision.subject,
        "answer": decision.answer,
        "amount": decision.amount,
    }


def _effect(payload: Payload, now: datetime) -> ActionEffect:
    answer = Answer(**payload["asked"], withdraw=payload["withdraw"], by="", why="")
    proposal = decide_order.propose(parse_order(payload["order_key"]), answer, now=now)
    said = [("decides", _sentence(each, proposal.currency)) for each in proposal.decisions]
    return ActionEffect(
        says=(("order", proposal.order_key), *(said or [("decides", "nothing: it stands so")])),
        lines=tuple(
            EffectLine(who=each.earner, unit=each.currency, before=each.before, after=each.after)
            for each in proposal.changes
        ),
        orders=1,
    )


def _sentence(decision: OrderDecided, currency: str) -> str:
    what = f"{decision.about} {decision.subject}".strip()
    took = f", {money.shown(decision.amount, currency)}" if decision.amount else ""
    return f"{what}: {decision.answer or 'taken back'}{took}"


def _carry_out(action: Action) -> str:
    decisions = decisions_of(action)
    decide_order.record(decisions, now=decisions[0].at)
    return f"{len(decisions)} on record of {action.draft.payload['order_key']}"


def decisions_of(action: Action) -> Sequence[OrderDecided]:
    """As they go on record: the same, whoever does it and how often."""
    draft, payload = action.draft, action.draft.payload
    not_before = payload["not_before"]
    at = max(
        action.agreed_at or action.proposed_at,
        datetime.fromisoformat(not_before) if not_before else action.proposed_at,
    )
    answer = Answer(**payload["asked"], by=draft.by, approved_by=action.agreed_by, why=draft.why)
    drafted = of_order(payload["order_key"], answer, at)
    return tuple(identified(replace(drafted, **each)) for each in payload["decisions"])


ORDER_DECISION = ActionKind(
    name="order.decide",
    effect=_effect,
    carry_out=_carry_out,
    refusals=(
        NoAmount,
        NoOtherTelling,
        NoParent,
        NoSuchAnswer,
        NothingToWithdraw,
        OrderNotInLedger,
        UnknownOrder,
    ),
)
