"""What the stations gave up on: per queue how much lies there, and message by message what it is
about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commissions.application.queries.health import QueueHealth, queues_of
from commissions.application.queries.stack_parts import stack_parts
from commissions.aws import dead_letters
from commissions.aws.cache import TtlCache
from commissions.domain.orders.dead_letter import DeadLetter, dead_letter

LOOKED_MAX = 500
"""So many of one queue are looked at, and sent again by one action."""
LOOKED_SECONDS = 5
"""Who looks at the same time is answered by the same look."""
DEAD, LIVE = "DeadLetters", "Queue"
_seen: TtlCache[str, tuple[DeadLetter, ...]] = TtlCache()


class NoSuchQueue(LookupError):
    """The stack has no dead letters of that name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetterQueue:
    name: str
    """The station: `Earn`."""
    waiting: int
    in_flight: int
    """Just being looked at, or sent again."""
    url: str
    sends_to: str
    """The queue from which they came, where they can be sent again; "" where they cannot: calls
    that the next one makes up for, batches of a stream."""

    @property
    def count(self) -> int:
        return self.waiting + self.in_flight


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFilter:
    kind: str = ""
    store_id: str = ""
    message_id: str = ""

    @property
    def words(self) -> dict[str, str]:
        """As parameters of a link; without what is not asked for."""
        said = {"kind": self.kind, "store": self.store_id, "message": self.message_id}
        return {name: word for name, word in said.items() if word}

    def fits(self, letter: DeadLetter) -> bool:
        return (
            self.kind in ("", letter.kind)
            and self.store_id in ("", letter.store_id)
            and self.message_id in ("", letter.message_id)
        )


def dead_letter_queues() -> list[DeadLetterQueue]:
    """All of them, those with the most first."""
    parts = stack_parts()
    known = {each.name: each for each in queues_of(parts) if each.is_of_dead_letters}
    found = [_queue(parts, each) for each in known.values()]
    return sorted(found, key=lambda each: (-each.count, each.name))


def dead_letter_queue(name: str) -> DeadLetterQueue:
    """Raises NoSuchQueue."""
    parts = stack_parts()
    own = {f"{name}{DEAD}": parts.get(f"{name}{DEAD}", "")}
    if not all(own.values()):
        raise NoSuchQueue(name)
    [found] = queues_of(own)
    return _queue(parts, found)


def letters_of(queue: DeadLetterQueue) -> tuple[DeadLetter, ...]:
    """The first LOOKED_MAX that are found, the longest there first. Nothing is taken away."""

    def looked(url: str) -> tuple[DeadLetter, ...]:
        held = dead_letters.look(url, LOOKED_MAX)
        read = [dead_letter(each.message_id, each.body, each.sent_ms, each.told) for each in held]
        return tuple(sorted(read, key=lambda each: (each.since, each.message_id)))

    if not queue.count:
        return ()
    return _seen.get(queue.url, looked, max_age_seconds=LOOKED_SECONDS)


def fitting(letters: Sequence[DeadLetter], wanted: LetterFilter) -> list[DeadLetter]:
    return [each for each in letters if wanted.fits(each)]


def _queue(parts: Mapping[str, str], found: QueueHealth) -> DeadLetterQueue:
    return DeadLetterQueue(
        name=found.name,
        waiting=found.waiting,
        in_flight=found.in_flight,
        url=parts[f"{found.name}{DEAD}"],
        sends_to=parts.get(f"{found.name}{LIVE}", ""),
    )
