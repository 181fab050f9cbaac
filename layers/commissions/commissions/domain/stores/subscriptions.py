"""Which webhooks a store should have, what they are signed with, and what is wrong with those it
has."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from commissions.domain.stores.store import Store

GIVEN, APP, OWN_KEY, BY_HAND = "given", "app", "own_key", "by_hand"
"""What a store's webhooks are signed with: the secret that each is given when it is made, that of
the app that made them, a key of the platform's own, or what a person sets up in the store."""
_SIGNING = {
    ("shopify", ""): APP,
    ("magento", "adobe"): OWN_KEY,
    ("magento", "template"): BY_HAND,
}


def signing_of(store: Store) -> str:
    """How the store's webhooks are signed."""
    return _SIGNING.get((store.platform, store.channel), GIVEN)


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
    outdated: tuple[S, ...] = ()
    """They reach us, and are signed with another secret than the one that is set, or with one that
    nobody knows of: what they tell is refused, at once or when that one ends."""
    foreign: tuple[S, ...] = ()
    """Others' business, and left alone."""

    @property
    def wrong(self) -> int:
        others = [*self.disabled, *self.misdirected, *self.duplicates, *self.outdated]
        return len(self.missing) + len([each for each in others if each.topic not in self.missing])


def path_of(platform: str, store_id: str) -> str:
    """Where a store's webhooks come in, behind whatever our address is."""
    return f"/webhooks/{platform}/{store_id}"


def diff[S: StoreWebhook](
    topics: Sequence[str],
    url: str,
    has: Iterable[S],
    *,
    platform: str,
    is_outdated: Callable[[S], bool] = lambda _: False,
) -> SubscriptionDiff[S]:
    """Holds what a store has against the topics that should come to the address. `is_outdated`: of
    one that does, whether it is signed with another secret than the one that is set."""
    kinds = ("fine", "outdated", "disabled", "misdirected", "duplicates", "foreign")
    sorted_out: dict[str, list[S]] = {kind: [] for kind in kinds}
    covered: set[str] = set()
    # Of two of a topic, the one with the right secret stays.
    for each in sorted(has, key=is_outdated):
        kind = _kind(each, topics, url, platform)
        if kind == "fine" and each.topic in covered:
            kind = "duplicates"
        elif kind == "fine":
            covered |= {each.topic}
            kind = "outdated" if is_outdated(each) else kind
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
