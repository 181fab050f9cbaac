"""`health`: whether anything is stuck, lost or late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from tools.cli import formats, output
from tools.cli.errors import REFUSED
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.domain.store import Store
    from tools.stack import Stack

PENDING_SECONDS_MAX = 300
PARKED_SECONDS_MAX = 900
POLLED_SECONDS_MAX = 3600
ALARMS_MAX = 100  # what one DescribeAlarms call takes


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at; `well` where nobody has to do anything."""

    what: str
    well: bool
    says: str
    advice: str = ""


def health(stack: StackName = LOCAL, as_json: AsJson = False) -> None:
    """Pending, parked, queues, dead letters and alarms; exit code 1 where something is wrong."""
    found = findings(select_stack(stack), datetime.now(UTC))
    well = all(each.well for each in found)
    output.respond(as_json, {"well": well, "findings": found}, screen(found))
    if not well:
        raise typer.Exit(REFUSED)


def findings(stack: "Stack", now: datetime) -> list[Finding]:
    return [*_stores(now), _pending(now), *_parked(now), *_queues(stack), *_alarms(stack)]


def _stores(now: datetime) -> Iterable[Finding]:
    from commissions.tables import inbox, stores

    for store in stores.all_stores():
        if store.closed:
            continue
        yield from _asked(store, now)
        seen = inbox.last_seen(store.store_id)
        seconds = (now - seen).total_seconds() if seen else 0
        limit = store.silent_hours * 3600
        yield Finding(
            what=f"store {store.store_id}",
            well=not limit or seconds <= limit,
            says=f"last heard of {formats.age(seconds)} ago" if seen else "not heard of yet",
            advice="See in the store whether its webhooks still point here",
        )


def _asked(store: "Store", now: datetime) -> Iterable[Finding]:
    """Whether a store that is asked answers, and how far back it was asked last."""
    from commissions.domain.polling import CHANGED
    from commissions.tables import circuits, progress

    circuit = circuits.of(store.store_id)
    if not circuit.closed:
        yield Finding(
            what=f"API of {store.store_id}",
            well=False,
            says="gives no answer; it is left alone for a while, and what is to be asked waits",
            advice="See whether the store is up and its access holds: `commissions store check`",
        )
    if until := progress.of(store.store_id, CHANGED).read_until:
        late = (now - until).total_seconds()
        yield Finding(
            what=f"polling {store.store_id}",
            well=late <= POLLED_SECONDS_MAX,
            says=f"all changes are known as of {formats.age(late)} ago",
            advice="See the log of Poll; the schedule asks every 15 minutes",
        )


def _pending(now: datetime) -> Finding:
    from commissions.tables import pending

    oldest = pending.oldest()
    count = len(pending.since(now))
    seconds = (now - oldest).total_seconds() if oldest else 0
    return Finding(
        what="inbox",
        well=seconds <= PENDING_SECONDS_MAX,
        says=f"{count} pending, the oldest for {formats.age(seconds)}" if oldest else "0 pending",
        advice="The sweeper tells them again every minute; at once: commissions replay --pending",
    )


def _parked(now: datetime) -> Iterable[Finding]:
    from commissions.tables import parked

    since: dict[str, list[datetime]] = {}
    for entry in parked.everything():
        since.setdefault(entry.reason, []).append(entry.since)
    if not since:
        yield Finding(what="parked", well=True, says="0 parked")
    for reason, times in sorted(since.items()):
        seconds = (now - min(times)).total_seconds()
        yield Finding(
            what=f"parked: {reason.replace('_', ' ')}",
            well=seconds <= PARKED_SECONDS_MAX,
            says=f"{len(times)} parked, the oldest for {formats.age(seconds)}",
            advice="commissions parked says what to do",
        )


def _queues(stack: "Stack") -> Iterable[Finding]:
    sqs = stack.client("sqs")
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    for logical, url in sorted(stack.resources.items()):
        if not logical.endswith(("Queue", "DeadLetters")):
            continue
        counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        waiting, busy = (int(counts[name]) for name in names)
        yield _queue(logical, waiting, busy)


def _queue(logical: str, waiting: int, busy: int) -> Finding:
    if logical.endswith("DeadLetters"):
        return Finding(
            what=f"dead letters of {logical.removesuffix('DeadLetters')}",
            well=not waiting + busy,
            says=f"{waiting + busy} messages",
            advice="Read the function's log, repair, then commissions replay --pending",
        )
    return Finding(
        what=f"queue of {logical.removesuffix('Queue')}",
        well=True,
        says=f"{waiting} waiting, {busy} in work",
    )


def _alarms(stack: "Stack") -> Iterable[Finding]:
    ours = {
        physical: logical.removesuffix("Alarm")
        for logical, physical in stack.resources.items()
        if logical.endswith("Alarm")
    }
    ringing, quiet, names = [], 0, sorted(ours)
    for first in range(0, len(names), ALARMS_MAX):
        some = names[first : first + ALARMS_MAX]
        answer = stack.client("cloudwatch").describe_alarms(AlarmNames=some, MaxRecords=ALARMS_MAX)
        for alarm in answer["MetricAlarms"]:
            if alarm["StateValue"] == "ALARM":
                ringing.append(f"{ours[alarm['AlarmName']]}: {alarm.get('StateReason', '')}")
            else:
                quiet += 1
    yield Finding(what="alarms", well=not ringing, says="; ".join(ringing) or f"{quiet} quiet")


def screen(found: Iterable[Finding]) -> RenderableType:
    grid = output.table("", "what", "says")
    advice: list[Any] = []
    for each in found:
        mark = Text("✓", "green") if each.well else Text("✗", "bold red")
        grid.add_row(mark, each.what, each.says)
        if not each.well and each.advice:
            advice.append(Text(f"{each.what}: {each.advice}", "cyan"))
    return Group(grid, *advice)
