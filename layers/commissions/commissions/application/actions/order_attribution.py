"""`order.attribute`: whose sale an order is, by a person's word; from somebody, by two people's."""

from dataclasses import replace
from datetime import datetime

from commissions.application.actions import effect_lines
from commissions.application.actions.kind import ActionKind, Payload
from commissions.application.care import override_order
from commissions.application.care.customer_effect import summed
from commissions.application.care.drafted_overrides import (
    NoCustomer,
    NoOverrideToUndo,
    NotASeller,
    OrderNotTold,
    OverrideRequest,
    SameSeller,
)
from commissions.application.care.override_order import (
    OverrideProposal,
    own_change,
    whose_it_becomes,
)
from commissions.application.queries.order_reference import parse_order
from commissions.application.queries.order_story import UnknownOrder
from commissions.application.queries.statement import UnknownDistributor
from commissions.domain.actions.action import Action, ActionEffect
from commissions.domain.orders.canonical import stamp
from commissions.domain.people.attribution_override import (
    ORDER,
    AttributionOverride,
    identified_override,
)
from commissions.domain.people.upline import Ancestor

SECOND = "takes two people"


class NotByOne(ValueError):
    """Somebody else got the order while one person gave it away."""

    def __init__(self, why: str) -> None:
        super().__init__(f"It takes two people, as {why}: propose it")


def payload_of(proposal: OverrideProposal, request: OverrideRequest, now: datetime) -> Payload:
    """What was asked for, and all that goes on record; a moment of its own only where others on
    record of the order are later than now."""
    said = proposal.override
    return {
        "order_key": proposal.order_key,
        "asked": {"to": request.to, "undo": request.undo, "scope": request.scope},
        "says": said.says,
        "scope": said.scope,
        "since": _text(said.since),
        "buyer": [said.buyer, said.buyer_class, _text(said.enrolled_at)],
        "line": [[each.member, each.status, each.rank] for each in said.line],
        "effective_at": stamp(said.effective_at),
        "not_before": stamp(said.decided_at) if said.decided_at > now else "",
    }


def _effect(payload: Payload, now: datetime) -> ActionEffect:
    """As it would be drafted now: another seller, line or business time is another effect."""
    request = OverrideRequest(**payload["asked"], by="", why="")
    proposal = override_order.propose(parse_order(payload["order_key"]), request, now=now)
    said, before = proposal.override, proposal.before
    was = "not known yet" if before is None else before.seller or "nobody"
    by = f" (by override {before.override})" if before and before.override else ""
    says = [
        ("order", proposal.order_key),
        ("credited to", f"{was}{by}"),
        ("would be", whose_it_becomes(said)),
        ("as of", stamp(said.effective_at)),
        *(("waits now", each) for each in proposal.waits),
        *effect_lines.of_orders(proposal.later),
        *([(SECOND, proposal.second)] if proposal.second else []),
    ]
    return ActionEffect(
        says=tuple(says),
        lines=effect_lines.of_people(summed([own_change(proposal), *proposal.later])),
        orders=1 + len(proposal.later),
    )


def _carry_out(action: Action) -> str:
    if (why := dict(action.draft.effect.says).get(SECOND)) and not action.agreed_by:
        raise NotByOne(why)
    override = override_of(action)
    override_order.record(override, now=override.decided_at)
    return f"{override.override_id} on record of {override.order_key}"


def override_of(action: Action) -> AttributionOverride:
    """As it goes on record: the same, whoever does it and how often."""
    draft, payload = action.draft, action.draft.payload
    platform, store_id, order_id = payload["order_key"].split("/", 2)
    buyer, buyer_class, enrolled_at = payload["buyer"]
    line = tuple(Ancestor(*each) for each in payload["line"])
    agreed_at = action.agreed_at or action.proposed_at
    override = AttributionOverride(
        platform=platform,
        store_id=store_id,
        platform_order_id=order_id,
        override_id="",
        says=payload["says"],
        seller=line[0].member if line else "",
        takes_back=payload["asked"]["undo"],
        buyer=buyer,
        buyer_class=buyer_class,
        enrolled_at=datetime.fromisoformat(enrolled_at) if enrolled_at else None,
        line=line,
        effective_at=datetime.fromisoformat(payload["effective_at"]),
        decided_at=agreed_at,
        by=draft.by,
        approved_by=action.agreed_by,
        why=draft.why,
        scope=payload.get("scope", ORDER),
        since=datetime.fromisoformat(payload["since"]) if payload.get("since") else None,
    )
    if not_before := payload["not_before"]:
        override = replace(override, decided_at=max(agreed_at, datetime.fromisoformat(not_before)))
    return identified_override(override)


def _text(moment: datetime | None) -> str:
    return stamp(moment) if moment else ""


ORDER_ATTRIBUTION = ActionKind(
    name="order.attribute",
    effect=_effect,
    carry_out=_carry_out,
    refusals=(
        NoCustomer,
        NoOverrideToUndo,
        NotASeller,
        NotByOne,
        OrderNotTold,
        SameSeller,
        UnknownDistributor,
        UnknownOrder,
    ),
)
