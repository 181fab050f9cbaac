"""`ledger.refold`: what ledgers lack by today's rule, order by order as it was shown."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from commissions.application.actions.kind import ActionKind, Payload
from commissions.application.care import refold
from commissions.application.care.approval import Approval, NoReason, NotByTwo
from commissions.application.care.refold import OrderRefold
from commissions.domain.actions.action import Action, ActionEffect, EffectLine
from commissions.domain.orders.canonical import digest_of


def payload_of(since: str, looked_at: Iterable[OrderRefold]) -> Payload:
    """The orders that lack something, each with a digest of just that."""
    orders = {each.order_key: _digest(each) for each in looked_at if _can_be_posted(each)}
    return {"since": since, "orders": orders}


def target_of(since: str) -> str:
    return f"orders since {since}" if since else "all orders"


def _effect(payload: Payload, now: datetime) -> ActionEffect:
    found = [refold.lacking(order_key, now) for order_key in payload["orders"]]
    lacking = {each.order_key: _digest(each) for each in found if _can_be_posted(each)}
    before, change = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for move in (move for each in found for move in each.moves):
        before[move.person, move.unit] += move.before
        change[move.person, move.unit] += move.change
    return ActionEffect(
        says=(
            ("posts", "what these orders lack by today's rule, and nothing else"),
            ("orders as shown", digest_of(lacking)),
        ),
        lines=tuple(
            EffectLine(who=who, unit=unit, before=before[who, unit], after=before[who, unit] + sum_)
            for (who, unit), sum_ in sorted(change.items())
        ),
        orders=len(lacking),
    )


def _carry_out(action: Action) -> str:
    """Order by order; one that lacks something else by now is left as it is."""
    draft = action.draft
    approval = Approval(by=draft.by, approved_by=action.agreed_by, why=draft.why)
    now = action.agreed_at or action.proposed_at
    states = Counter(
        _posted(order_key, shown, approval, now)
        for order_key, shown in draft.payload["orders"].items()
    )
    return ", ".join(f"{count} {state}" for state, count in sorted(states.items())) or "nothing"


def _posted(order_key: str, shown: str, approval: Approval, now: datetime) -> str:
    found = refold.lacking(order_key, now)
    if not found.moves:
        return "posted already"
    if _digest(found) != shown or refold.post(order_key, approval, now).trouble:
        return "left as it was: propose it again"
    return "posted"


def _can_be_posted(each: OrderRefold) -> bool:
    return bool(each.moves) and not each.trouble


def _digest(each: OrderRefold) -> str:
    return digest_of(each.moves)[:16]


REFOLDING = ActionKind(
    name="ledger.refold", effect=_effect, carry_out=_carry_out, refusals=(NotByTwo, NoReason)
)
