"""Whether anything is stuck, lost or late: stores, inbox, parked records, queues and alarms."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched

from commissions.application.queries import event_keys, former_secrets, refused_messages
from commissions.application.queries.event_keys import SigningHealth
from commissions.application.queries.former_secrets import SecretsHealth
from commissions.application.queries.refused_messages import RefusedHealth
from commissions.application.queries.store_health import StoreHealth, age, of_stores
from commissions.aws.clients import client
from commissions.domain.orders.parked_filter import store_of
from commissions.domain.orders.parking_reasons import LISTED
from commissions.tables import actions, parked, pending, store_notes, stores
from commissions.tables.parked import ParkedEntry

PENDING_SECONDS_MAX = 300
PARKED_SECONDS_MAX = 900
APPROVED_SECONDS_MAX = 900
ALARMS_MAX = 100  # what one DescribeAlarms call takes
ASKED_AT_ONCE = 8
_QUEUE, _DEAD_LETTERS, _ALARM = "Queue", "DeadLetters", "Alarm"
_OF_MESSAGES = (_QUEUE, _DEAD_LETTERS)


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
    waiting_by_store: Mapping[str, int] = field(default_factory=dict)
    """How much waits of each store; what is only listed is not in it."""

    @property
    def parts(self) -> list[Part]:
        works: list[Part] = [self.pending, *self.parked, self.actions, *self.queues, self.alarms]
        return [*self.stores, *self.refused, *works, self.secrets, self.signing]

    @property
    def is_well(self) -> bool:
        return all(part.is_well for part in self.parts)


def check(resources: Mapping[str, str], *, now: datetime, of_secrets: bool = True) -> Health:
    """`resources`: the stack's, physical by logical id, among them its queues and alarms.
    `of_secrets`: whether stores' secrets are looked for under their names of before, which takes
    the right to read them."""
    known = [each for each in stores.all_stores() if not each.closed]
    notes = store_notes.notes_of(each.store_id for each in known)
    entries = list(parked.all_entries())
    return Health(
        stores=tuple(of_stores(known, now, notes)),
        pending=_pending(now),
        parked=tuple(_parked(entries, now)),
        actions=_actions(now),
        queues=tuple(queues_of(resources)),
        alarms=_alarms(resources),
        secrets=former_secrets.health(known if of_secrets else ()),
        signing=event_keys.health(),
        refused=tuple(refused_messages.health(known, now, notes)),
        waiting_by_store=Counter(store_of(each.order_key) for each in entries if each.holds),
    )


def _pending(now: datetime) -> PendingHealth:
    return PendingHealth(count=pending.count_before(now), oldest_age=age(pending.oldest(), now))


def _parked(entries: Sequence[ParkedEntry], now: datetime) -> Iterator[ParkedHealth]:
    since: dict[str, list[datetime]] = {}
    for entry in entries:
        since.setdefault(entry.reason, []).append(entry.since)
    for reason, times in sorted(since.items()):
        age = (now - min(times)).total_seconds()
        holds = reason not in LISTED
        yield ParkedHealth(reason=reason, count=len(times), oldest_age=age, holds=holds)


def _actions(now: datetime) -> ActionsHealth:
    approved = actions.approved_at()
    return ActionsHealth(count=len(approved), oldest_age=age(next(iter(approved), None), now))


def queues_of(resources: Mapping[str, str]) -> Iterator[QueueHealth]:
    """Those among the stack's resources. They are asked side by side: there are some thirty, and
    each is asked for itself."""
    queues = [each for each in sorted(resources.items()) if each[0].endswith(_OF_MESSAGES)]
    if queues:
        client("sqs")  # made before threads would each make one
        with ThreadPoolExecutor(ASKED_AT_ONCE) as threads:
            yield from threads.map(_queue, queues)


def _queue(queue: tuple[str, str]) -> QueueHealth:
    logical, url = queue
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
