"""A person's answer about an order, as the decisions that it comes to."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from commissions.application.care.refund_tellings import record_ids
from commissions.domain import money
from commissions.domain.ledger.decisions import Decisions, decisions_of, standing_decisions
from commissions.domain.ledger.disputes import disputes_told
from commissions.domain.ledger.facts import Fact
from commissions.domain.ledger.snapshots import latest
from commissions.domain.orders.canonical import canonical
from commissions.domain.orders.decision import (
    DISPUTE,
    GOODWILL,
    LOST,
    REFUND,
    RETURN,
    WHETHER_COPY,
    WITHDRAWN,
    OrderDecided,
    telling_of,
)
from commissions.domain.orders.refund import OrderRefunded

_TICK = timedelta(microseconds=1)


class NothingToWithdraw(LookupError):
    """What shall be taken back was not decided, or was taken back before."""

    def __init__(self, answer: "Answer") -> None:
        what = f"{answer.about} {answer.subject}".rstrip()
        super().__init__(f"{answer.answer!r} is not what stands decided about the {what}")


class NoAmount(ValueError):
    """What a lost dispute took is no amount of the order's currency, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a person says of an order, and why."""

    about: str
    answer: str
    subject: str = ""
    """The refund's or the dispute's id."""
    amount: str = ""
    """What a lost dispute took, gross, in the order's currency: `12.50`; empty: what the store says
    that it is about, else all of the order."""
    withdraw: bool = False
    """Whether the answer is taken back."""
    by: str
    approved_by: str = ""
    why: str


def of_order(order_key: str, answer: Answer, at: datetime) -> OrderDecided:
    """The answer as a decision, without an amount."""
    platform, store_id, order_id = order_key.split("/", 2)
    return identified(
        OrderDecided(
            platform=platform,
            store_id=store_id,
            platform_order_id=order_id,
            decision_id="",
            about=answer.about,
            subject=answer.subject,
            answer=answer.answer,
            by=answer.by,
            approved_by=answer.approved_by,
            at=at,
            why=answer.why,
        )
    )


def drafted(
    order_key: str,
    answer: Answer,
    facts: Sequence[Fact],
    tellings: Sequence[OrderRefunded],
    now: datetime,
) -> tuple[OrderDecided, ...]:
    """The decisions that the answer comes to; none where the same stands decided.

    `tellings`: those that are accepted of a refund. Raises NothingToWithdraw, or NoAmount.
    """
    draft = of_order(order_key, answer, _moment(facts, now))
    if answer.withdraw:
        return tuple(map(identified, _withdrawn(draft, answer, facts)))
    standing = decisions_of(facts)
    wanted = [replace(draft, subject=telling_of(each)) for each in tellings] or [draft]
    wanted = [replace(each, amount=_amount(answer, facts)) for each in wanted]
    return tuple(identified(each) for each in wanted if not _stands(each, standing))


def identified(decision: OrderDecided) -> OrderDecided:
    """With an id made of its content."""
    content = canonical(replace(decision, decision_id=""))
    digest = hashlib.sha256(content.encode()).hexdigest()
    return replace(decision, decision_id=f"d-{digest[:16]}")


def _moment(facts: Sequence[Fact], now: datetime) -> datetime:
    """Now, but after all that was decided before: the latest counts, whatever clocks say."""
    times = [each.content.at for each in facts if isinstance(each.content, OrderDecided)]
    return max([now, *(at + _TICK for at in times)])


def _withdrawn(draft: OrderDecided, answer: Answer, facts: Sequence[Fact]) -> list[OrderDecided]:
    decisions = [each.content for each in facts if isinstance(each.content, OrderDecided)]
    subjects = [
        each.subject
        for each in standing_decisions(decisions)
        if (each.about, each.answer) == (answer.about, answer.answer) and _same(each, answer)
    ]
    if not subjects:
        raise NothingToWithdraw(answer)
    return [replace(draft, subject=each, answer=WITHDRAWN) for each in subjects]


def _same(decision: OrderDecided, answer: Answer) -> bool:
    """Whether a decision is about the refund, the dispute, or the order that an answer is about."""
    if decision.about == REFUND:
        return decision.telling[0] in record_ids(answer.subject)
    return decision.subject == answer.subject


def _stands(decision: OrderDecided, standing: Decisions) -> bool:
    """Whether the same counts already."""
    match decision.about:
        case about if about == REFUND:
            refund_id, digest = decision.telling
            return standing.accepted_refunds.get(refund_id) == digest
        case about if about == DISPUTE:
            return standing.disputes.get(decision.subject) == decision.amount
        case about:
            answers = {
                GOODWILL: standing.goodwill,
                RETURN: standing.returned,
                WHETHER_COPY: standing.copy,
            }
            return answers.get(about, standing.gone) == decision.answer


def _amount(answer: Answer, facts: Sequence[Fact]) -> int:
    """What a lost dispute took, in minor units of the order's currency; of anything else 0."""
    if (answer.about, answer.answer) != (DISPUTE, LOST):
        return 0
    order = latest(facts)
    if order is None:
        raise NoAmount("The order itself has not been told yet, so nobody knows its currency")
    if not answer.amount:
        return _told_amount(answer.subject, facts, order.currency) or order.total + order.tender
    try:
        amount = money.minor_units(answer.amount, order.currency)
    except money.NotAnAmount as error:
        raise NoAmount(str(error)) from error
    if amount <= 0:
        raise NoAmount(f"{answer.amount} {order.currency} is not more than nothing")
    return amount


def _told_amount(dispute_id: str, facts: Sequence[Fact], currency: str) -> int:
    """What the store says that the dispute is about; 0 where it does not say, or in another
    currency."""
    told = disputes_told([each.content for each in facts], {})
    amounts = {each.dispute_id: each.amount or 0 for each in told if each.currency == currency}
    return amounts.get(dispute_id, 0)
