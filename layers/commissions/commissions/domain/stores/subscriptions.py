"""Which webhooks a store should have, and what is wrong with those it has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit


class StoreWebhook(Protocol):
    """A webhook as the store has it."""

    @property
    def subscription_id(self) -> str: ...
    @property
    def topic(self) -> str: ...
    @property
    def url(self) -> str:
        """Empty where the store does not know where its own webhooks go."""

    @property
    def active(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionDiff[S: StoreWebhook]:
    """What a store has, held against what it should have."""

    fine: tuple[S, ...] = ()
    missing: tuple[str, ...] = ()
    """The topics that nothing tells us of; of a disabled one too."""
    disabled: tuple[S, ...] = ()
    misdirected: tuple[S, ...] = ()
    """On our path, but at another host, or for another store: perhaps of another stack of ours."""
    duplicates: tuple[S, ...] = ()
    foreign: tuple[S, ...] = ()
    """Others' business, and left alone."""

    @property
    def wrong(self) -> int:
        surplus = [*self.disabled, *self.misdirected, *self.duplicates]
        return len(self.missing) + len([each for each in surplus if each.topic not in self.missing])


def path_of(platform: str, store_id: str) -> str:
    """Where a store's webhooks come in, behind whatever our address is."""
    return f"/webhooks/{platform}/{store_id}"


def diff[S: StoreWebhook](
    topics: Sequence[str], url: str, has: Iterable[S], *, platform: str
) -> SubscriptionDiff[S]:
    """Holds what a store has against the topics that should come to the address."""
    sorted_out: dict[str, list[S]] = {
        kind: [] for kind in ("fine", "disabled", "misdirected", "duplicates", "foreign")
    }
    covered: set[str] = set()
    for each in has:
        kind = _kind(each, topics, url, platform)
        if kind == "fine" and each.topic in covered:
            kind = "duplicates"
        covered |= {each.topic} if kind == "fine" else set()
        sorted_out[kind].append(each)
    return SubscriptionDiff(
        missing=tuple(topic for topic in topics if topic not in covered),
        **{kind: tuple(found) for kind, found in sorted_out.items()},
    )


def _kind(each: StoreWebhook, topics: Sequence[str], url: str, platform: str) -> str:
    if each.topic not in topics or (each.url and not _is_ours(each.url, platform)):
        return "foreign"
    if each.url not in (url, ""):
        return "misdirected"
    return "fine" if each.active else "disabled"


def _is_ours(url: str, platform: str) -> bool:
    """Whether an address has the form of ours, wherever it leads."""
    segments = urlsplit(url).path.split("/")
    return segments[-3:-1] == ["webhooks", platform] and segments[-1] != ""
