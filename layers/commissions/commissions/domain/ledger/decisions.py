"""What people decided about one order, read from its facts: of each question the latest answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from commissions.domain.ledger.facts import Fact, fact
from commissions.domain.orders.decision import (
    DISPUTE,
    GONE,
    GOODWILL,
    LISTED,
    LOST,
    REFUND,
    RETURN,
    WHETHER_COPY,
    WITHDRAWN,
    OrderDecided,
)
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.refund import OrderRefunded


@dataclass(frozen=True, slots=True)
class Decisions:
    """What stands decided of one order; empty where nobody decided, or took it back."""

    goodwill: str = ""
    """`spread` or `keep`: money that was given back although the goods were kept."""
    returned: str = ""
    """`exchanged` or `as_is`: goods that came back while their money stayed."""
    returned_at: datetime | None = None
    """When that was said."""
    disputes_lost: tuple[tuple[datetime, int], ...] = ()
    """When a person said that a dispute was lost, and what it took: gross, minor units of the
    order's currency."""
    gone: str = ""
    """`cancelled` or `stands`: an order that its store has no more."""
    accepted_refunds: Mapping[str, str] = field(default_factory=dict)
    """By refund id, the digest of the telling that was accepted."""
    disputes: Mapping[str, int] = field(default_factory=dict)
    """By dispute id, what it took by a person's word; 0 where it was won."""
    seen: frozenset[str] = frozenset()
    """What is listed no more: why it was, and with which figures."""
    about_disputes: Mapping[str, OrderDecided] = field(default_factory=dict)
    """By dispute id, that word."""
    copy: str = ""
    """`yes` or `no`: an order that may be a copy of another one."""


def decisions_of(facts: Iterable[Fact]) -> Decisions:
    """What stands decided, whatever the order in which the facts came."""
    contents = [each.content for each in facts]
    standing = standing_decisions(each for each in contents if isinstance(each, OrderDecided))
    about_disputes = {each.subject: each for each in standing if each.about == DISPUTE}
    disputes = {
        name: each.amount if each.answer == LOST else 0 for name, each in about_disputes.items()
    }
    return Decisions(
        goodwill=_answer(standing, GOODWILL),
        returned=_answer(standing, RETURN),
        returned_at=next((each.at for each in standing if each.about == RETURN), None),
        disputes_lost=tuple(
            (each.at, each.amount)
            for each in standing
            if each.about == DISPUTE and each.answer == LOST
        ),
        gone=_answer(_still_gone(standing, contents), GONE),
        accepted_refunds=dict(each.telling for each in standing if each.about == REFUND),
        disputes=disputes,
        seen=frozenset(each.subject for each in standing if each.about == LISTED),
        about_disputes=about_disputes,
        copy=_answer(standing, WHETHER_COPY),
    )


def standing_decisions(decisions: Iterable[OrderDecided]) -> list[OrderDecided]:
    """The latest about each subject, the earliest first; without those that were taken back."""
    latest: dict[tuple[str, str], OrderDecided] = {}
    for each in sorted(decisions, key=_age):
        latest[each.about, each.subject] = each
    return sorted((each for each in latest.values() if each.answer != WITHDRAWN), key=_age)


def refunds_told(facts: Iterable[Fact], accepted: Mapping[str, str]) -> list[OrderRefunded]:
    """Each refund once: of several tellings the accepted one, else the first that was told.

    `accepted`: digests by refund id, as in Decisions.
    """
    tellings: dict[str, list[Fact]] = {}
    for each in facts:
        if isinstance(each.content, OrderRefunded):
            tellings.setdefault(each.content.refund_id, []).append(each)
    chosen = (_chosen(told, accepted.get(refund)) for refund, told in tellings.items())
    return [each.content for each in chosen if isinstance(each.content, OrderRefunded)]


def _age(decision: OrderDecided) -> tuple[object, str]:
    return decision.at, decision.decision_id


def _answer(standing: Iterable[OrderDecided], about: str) -> str:
    return next((each.answer for each in standing if each.about == about), "")


def _still_gone(
    standing: Iterable[OrderDecided], contents: Iterable[object]
) -> Iterable[OrderDecided]:
    """Those from when the order was last seen: one that the store told again later is not gone."""
    snapshots = [each.updated_at for each in contents if isinstance(each, OrderPlaced)]
    return (each for each in standing if all(seen <= each.at for seen in snapshots))


def _chosen(tellings: Sequence[Fact], accepted: str | None) -> Fact:
    """Of one refund; the first told has the id that is made of the refund's alone."""
    if len(tellings) == 1:
        return tellings[0]
    by_choice = sorted(tellings, key=lambda each: (not _is_first(each), each.digest))
    return next((each for each in by_choice if each.digest == accepted), by_choice[0])


def _is_first(telling: Fact) -> bool:
    return telling.fact_id == fact(telling.content).fact_id
