"""The disputes of one order as they stand: of several tellings of one the one that counts, and a
person's word before all of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.ledger.snapshots import in_dispute_since, is_in_dispute
from commissions.domain.orders.decision import LOST, OrderDecided
from commissions.domain.orders.dispute import NO_TIME, OrderDisputed
from commissions.domain.orders.order import OrderPlaced

DAY_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeStanding:
    """A dispute that the store tells of."""

    telling: OrderDisputed
    """The one that counts."""
    amount: int | None
    """Gross, in minor units of the currency: what is disputed; None where no telling says it, or
    where those that do are not of one mind."""
    currency: str
    decision: OrderDecided | None = None
    """A person's word, where one stands: it counts, and no telling does."""

    @property
    def dispute_id(self) -> str:
        return self.telling.dispute_id

    @property
    def is_told_otherwise(self) -> bool:
        """Whether the store says since a person's word that it ended in another way."""
        told = self.telling
        if self.decision is None or not told.is_final or told.finalized_on is None:
            return False
        is_later = told.finalized_on > self.decision.at
        return is_later and told.gives_back != (self.decision.answer == LOST)

    def took(self, currency: str) -> int:
        """What it took by the store's word, in an order of this currency."""
        counts = self.decision is None and self.telling.gives_back
        return max(0, self.amount or 0) if counts and self.currency == currency else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDisputes:
    """What is disputed of an order, or was."""

    told: tuple[DisputeStanding, ...]
    """The disputes that the store told of."""
    since: datetime | None
    """Since when the order itself is said to be disputed, by a store that tells of no dispute; None
    where it is not, or a person has said since how that ended."""
    is_cancelled: bool
    """Whether the order stands cancelled all the same."""


def order_disputes(
    told: tuple[DisputeStanding, ...],
    snapshots: Sequence[OrderPlaced],
    decided: Mapping[str, OrderDecided],
    is_cancelled: bool,
) -> OrderDisputes | None:
    """`snapshots`: the oldest first; `decided`: by dispute id the person's word that stands."""
    if not told and not any(map(is_in_dispute, snapshots)):
        return None
    since = in_dispute_since(snapshots)
    is_answered = since is not None and any(each.at >= since for each in decided.values())
    return OrderDisputes(told=told, since=None if is_answered else since, is_cancelled=is_cancelled)


def disputes_told(
    contents: Iterable[object], decided: Mapping[str, OrderDecided]
) -> tuple[DisputeStanding, ...]:
    """By their ids. `decided`: by dispute id the person's word that stands."""
    tellings: dict[str, list[OrderDisputed]] = {}
    for each in contents:
        if isinstance(each, OrderDisputed):
            tellings.setdefault(each.dispute_id, []).append(each)
    return tuple(_standing(told, decided.get(name)) for name, told in sorted(tellings.items()))


def took_back(
    disputes: Iterable[DisputeStanding], currency: str
) -> tuple[tuple[datetime, int], ...]:
    """When stores said that disputes were lost, and what each took."""
    found = ((each.telling.at, each.took(currency)) for each in disputes)
    return tuple((at, amount) for at, amount in found if amount)


def charged_back(
    disputes: Iterable[DisputeStanding], currency: str, decided: Mapping[str, OrderDecided]
) -> list[str]:
    """In words, each dispute that took something: by the store's word, or by a person's."""
    told = [ended(each.telling) for each in disputes if each.took(currency)]
    said = [each for each in decided.values() if each.answer == LOST and each.amount]
    return [*told, *(f"charged back: dispute {each.subject} lost, as decided" for each in said)]


def why_all_went_back(lost: Sequence[str], *, refunds: bool) -> str:
    """Why nothing is left of an order that was not cancelled. `lost`: disputes, in words."""
    if not lost:
        return "refunded in full"
    return "; ".join(["refunded", *lost] if refunds else lost)


def ended(dispute: OrderDisputed) -> str:
    """`charged back: dispute 123 lost on 2026-12-20`."""
    on = f" on {dispute.finalized_on:%Y-%m-%d}" if dispute.finalized_on else ""
    said = f"dispute {dispute.dispute_id} {dispute.status.replace('_', ' ')}{on}"
    return f"charged back: {said}" if dispute.gives_back else said


def adds_nothing(record: OrderDisputed, known: Collection[object]) -> bool:
    """Whether a telling of the store's API is known as a webhook tells it, which may say more."""
    told = [each for each in known if isinstance(each, OrderDisputed)]
    return any(_says_as_much(each, record) for each in told)


def _standing(told: Sequence[OrderDisputed], decision: OrderDecided | None) -> DisputeStanding:
    counts = max(told, key=_precedence)
    amount, currency = counts.amount, counts.currency
    if amount is None:
        said = {(each.amount, each.currency) for each in told if each.amount is not None}
        amount, currency = said.pop() if len(said) == 1 else (None, "")
    return DisputeStanding(telling=counts, amount=amount, currency=currency, decision=decision)


def _precedence(telling: OrderDisputed) -> tuple[object, ...]:
    """A final status beats an open one, of two final ones the later end does; of one end, the one
    that takes money."""
    return (
        telling.is_final,
        telling.finalized_on or NO_TIME,
        telling.gives_back,
        telling.amount is not None,
        telling.telling_id,
        telling.digest,
    )


def _says_as_much(known: OrderDisputed, record: OrderDisputed) -> bool:
    same = (known.dispute_id, known.status) == (record.dispute_id, record.status)
    money = (known.amount, known.currency) == (record.amount, record.currency)
    return same and (record.amount is None or money) and _is_same_end(known, record)


def _is_same_end(known: OrderDisputed, record: OrderDisputed) -> bool:
    """The API names a day, a webhook the moment at which it began there."""
    if record.finalized_on is None or known.finalized_on is None:
        return record.finalized_on is None
    return abs((known.finalized_on - record.finalized_on).total_seconds()) < DAY_SECONDS
