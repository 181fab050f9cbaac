"""Whether anything is stuck, lost or late: stores, inbox, parked records, queues and alarms."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched

from commissions.application.queries import event_keys, former_secrets, refused_messages
from commissions.application.queries.event_keys import SigningHealth
from commissions.application.queries.former_secrets import SecretsHealth
from commissions.application.queries.refused_messages import RefusedHealth
from commissions.application.queries.store_health import StoreHealth, age, of_store
from commissions.aws.clients import client
from commissions.domain.orders.parking_reasons import LISTED
from commissions.tables import actions, parked, pending, stores

PENDING_SECONDS_MAX = 300
PARKED_SECONDS_MAX = 900
APPROVED_SECONDS_MAX = 900
ALARMS_MAX = 100  # what one DescribeAlarms call takes
_QUEUE, _DEAD_LETTERS, _ALARM = "Queue", "DeadLetters", "Alarm"


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingHealth:
    """What has not reached the ledger yet."""

    count: int
    oldest_age: float | None

    @property
    def is_well(self) -> bool:
        return (self.oldest_age or 0) <= PENDING_SECONDS_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedHealth:
    """What waits for one reason, or is listed for it."""

    reason: str
    count: int
    oldest_age: float
    holds: bool = True
    """Whether anything waits: what is only listed holds nothing up."""

    @property
    def is_well(self) -> bool:
        return not self.holds or self.oldest_age <= PARKED_SECONDS_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueHealth:
    """A queue of messages, or the dead letters of one."""

    name: str
    is_of_dead_letters: bool
    waiting: int
    in_flight: int

    @property
    def is_well(self) -> bool:
        return not (self.is_of_dead_letters and self.waiting + self.in_flight)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmHealth:
    ringing: tuple[tuple[str, str], ...]
    """Name, and what AWS says about it."""
    quiet: int

    @property
    def is_well(self) -> bool:
        return not self.ringing


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionsHealth:
    """What people agreed to and is not done: it is under way, or was cut off halfway."""

    count: int
    oldest_age: float | None

    @property
    def is_well(self) -> bool:
        return (self.oldest_age or 0) <= APPROVED_SECONDS_MAX


Part = (
    ActionsHealth
    | StoreHealth
    | PendingHealth
    | ParkedHealth
    | QueueHealth
    | AlarmHealth
    | SecretsHealth
    | SigningHealth
    | RefusedHealth
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    stores: tuple[StoreHealth, ...]
    """Without the closed ones."""
    pending: PendingHealth
    parked: tuple[ParkedHealth, ...]
    actions: ActionsHealth
    queues: tuple[QueueHealth, ...]
    alarms: AlarmHealth
    secrets: SecretsHealth = field(default_factory=SecretsHealth)
    signing: SigningHealth = field(default_factory=SigningHealth)
    refused: tuple[RefusedHealth, ...] = ()

    @property
    def parts(self) -> list[Part]:
        works: list[Part] = [self.pending, *self.parked, self.actions, *self.queues, self.alarms]
        return [*self.stores, *self.refused, *works, self.secrets, self.signing]

    @property
    def is_well(self) -> bool:
        return all(part.is_well for part in self.parts)


def check(resources: Mapping[str, str], *, now: datetime) -> Health:
    """`resources`: the stack's, physical by logical id, among them its queues and alarms."""
    known = [each for each in stores.all_stores() if not each.closed]
    return Health(
        stores=tuple(of_store(each, now) for each in known),
        pending=_pending(now),
        parked=tuple(_parked(now)),
        actions=_actions(now),
        queues=tuple(_queues(resources)),
        alarms=_alarms(resources),
        secrets=former_secrets.health(known),
        signing=event_keys.health(),
        refused=tuple(refused_messages.health(known, now)),
    )


def _pending(now: datetime) -> PendingHealth:
    return PendingHealth(
        count=len(pending.received_before(now)), oldest_age=age(pending.oldest(), now)
    )


def _parked(now: datetime) -> Iterator[ParkedHealth]:
    since: dict[str, list[datetime]] = {}
    for entry in parked.all_entries():
        since.setdefault(entry.reason, []).append(entry.since)
    for reason, times in sorted(since.items()):
        age = (now - min(times)).total_seconds()
        holds = reason not in LISTED
        yield ParkedHealth(reason=reason, count=len(times), oldest_age=age, holds=holds)


def _actions(now: datetime) -> ActionsHealth:
    approved = actions.approved_at()
    return ActionsHealth(count=len(approved), oldest_age=age(next(iter(approved), None), now))


def _queues(resources: Mapping[str, str]) -> Iterator[QueueHealth]:
    for logical, url in sorted(resources.items()):
        if logical.endswith((_QUEUE, _DEAD_LETTERS)):
            yield _queue(logical, url)


def _queue(logical: str, url: str) -> QueueHealth:
    counts = client("sqs").get_queue_attributes(
        QueueUrl=url,
        AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    )["Attributes"]
    return QueueHealth(
        name=logical.removesuffix(_DEAD_LETTERS).removesuffix(_QUEUE),
        is_of_dead_letters=logical.endswith(_DEAD_LETTERS),
        waiting=int(counts["ApproximateNumberOfMessages"]),
        in_flight=int(counts["ApproximateNumberOfMessagesNotVisible"]),
    )


def _alarms(resources: Mapping[str, str]) -> AlarmHealth:
    names = {
        physical: logical.removesuffix(_ALARM)
        for logical, physical in resources.items()
        if logical.endswith(_ALARM)
    }
    states = list(_alarm_states(sorted(names)))
    ringing = tuple((names[name], why) for name, is_ringing, why in states if is_ringing)
    return AlarmHealth(ringing=ringing, quiet=len(states) - len(ringing))


def _alarm_states(names: Iterable[str]) -> Iterator[tuple[str, bool, str]]:
    for some in batched(names, ALARMS_MAX, strict=False):
        answer = client("cloudwatch").describe_alarms(AlarmNames=list(some), MaxRecords=ALARMS_MAX)
        for alarm in answer["MetricAlarms"]:
            why = alarm.get("StateReason", "")
            yield alarm["AlarmName"], alarm["StateValue"] == "ALARM", why
