"""What of a stack's health needs somebody: each thing by its kind and figures, in no language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from commissions.application.queries.event_keys import SigningHealth
from commissions.application.queries.former_secrets import SecretsHealth
from commissions.application.queries.health import (
    ActionsHealth,
    AlarmHealth,
    Health,
    ParkedHealth,
    Part,
    PendingHealth,
    QueueHealth,
)
from commissions.application.queries.refused_messages import RefusedHealth
from commissions.application.queries.store_health import StoreHealth
from commissions.domain.stores.refusals import RECIPIENT

LEFT_ALONE, NOT_POLLED, SILENT = "left-alone", "not-polled", "silent"
WEBHOOKS, API_VERSION = "webhooks", "api-version"
MISADDRESSED, FORGED = "misaddressed", "forged"
PENDING, PARKED, CUT_OFF = "pending", "parked", "cut-off"
DEAD_LETTERS, ALARM = "dead-letters", "alarm"
SECRETS, SIGNING = "secrets", "signing"
CONCERNS = (
    LEFT_ALONE,
    NOT_POLLED,
    SILENT,
    WEBHOOKS,
    API_VERSION,
    MISADDRESSED,
    FORGED,
    PENDING,
    PARKED,
    CUT_OFF,
    DEAD_LETTERS,
    ALARM,
    SECRETS,
    SIGNING,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """One thing that needs somebody."""

    kind: str
    """One of CONCERNS."""
    subject: str = ""
    """The store, reason, station or alarm that it is about; of several, how each is called."""
    count: int = 0
    age: float = 0
    """In seconds, for how long or how long ago."""
    says: str = ""
    """What somebody else says of it: why an alarm rings, what another shop calls itself."""


def concerns(health: Health) -> list[Concern]:
    """In the order of the data: what the stores have, what is on its way, what looks after it."""
    return concerns_of(health.parts)


def concerns_of(parts: Iterable[Part]) -> list[Concern]:
    """Of some of it: what is well has none."""
    return [each for part in parts if not _is_well(part) for each in _of_part(part)]


def _is_well(part: Part) -> bool:
    return part.is_well and not (isinstance(part, StoreHealth) and part.webhooks_wrong)


def _of_part(part: Part) -> Iterator[Concern]:  # noqa: C901 - one arm for each kind of part
    match part:
        case StoreHealth():
            yield from _of_store(part)
        case RefusedHealth():
            kind = MISADDRESSED if part.reason == RECIPIENT else FORGED
            yield Concern(
                kind=kind,
                subject=part.store.store_id,
                count=part.count,
                age=part.last_age,
                says=part.named,
            )
        case PendingHealth():
            yield Concern(kind=PENDING, count=part.count, age=part.oldest_age or 0)
        case ParkedHealth():
            yield Concern(kind=PARKED, subject=part.reason, count=part.count, age=part.oldest_age)
        case ActionsHealth():
            yield Concern(kind=CUT_OFF, count=part.count, age=part.oldest_age or 0)
        case QueueHealth():
            count = part.waiting + part.in_flight
            yield Concern(kind=DEAD_LETTERS, subject=part.name, count=count)
        case AlarmHealth():
            for name, why in part.ringing:
                yield Concern(kind=ALARM, subject=name, says=why)
        case SecretsHealth():
            yield Concern(kind=SECRETS, subject=", ".join(part.unmoved), count=len(part.unmoved))
        case SigningHealth():
            yield Concern(kind=SIGNING, says=part.mode)


def _of_store(store: StoreHealth) -> Iterator[Concern]:
    """All of it at once: a store that does not answer may be silent too."""
    if not store.answers:
        yield Concern(kind=LEFT_ALONE, subject=store.store_id, count=store.failures)
    if not store.is_polled:
        yield Concern(kind=NOT_POLLED, subject=store.store_id, age=store.polled_until_age or 0)
    if not store.is_heard:
        yield Concern(kind=SILENT, subject=store.store_id, age=store.last_heard_age or 0)
    if store.webhooks_wrong:
        yield Concern(
            kind=WEBHOOKS,
            subject=store.store_id,
            count=store.webhooks_wrong,
            age=store.webhooks_checked_age or 0,
        )
    if not store.api_version_holds:
        yield Concern(kind=API_VERSION, subject=store.store_id)
