"""The stores: how each works, how far it has been read, and what was asked of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.pages.console.health import ConcernView
from commissions.pages.frame import Frame, fragment, page, sheet

LIST, ONE, ACT = "console/stores.html", "console/store.html", "console/store_act.html"
PATH, LOOKS = "/console/stores", "/console/looks/stores"
CHECK, ASK, CONNECT = "check", "ask", "connect"
CHOICES = (CHECK, ASK, CONNECT)
"""What can be done about a store, each an action on record `store.…`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreEntry:
    """One of the stores. `state`: `well`, `needs-you`, or `closed`."""

    store_id: str
    platform: str
    domain: str
    mode: str
    plan: str
    currency: str
    owner: str
    state: str
    heard_at: datetime | None
    asked_at: datetime | None
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoresView:
    made_at: datetime
    stores: Sequence[StoreEntry]
    every: int
    """How many there are, on all pages of the list."""
    needing: int
    """How many of them need somebody."""
    goes_on: str = ""
    """The address of the rest; "" at its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedLine:
    """What a store is asked for again and again. `what`: a message behind `stores.asked.`."""

    what: str
    known_until: datetime | None
    """As of when all of it is known."""
    began: datetime | None = None
    """Since when it is being read, where it is."""
    noted_at: datetime | None = None
    """When that got further last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedLine:
    reason: str
    count: int
    last_at: datetime
    named: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhooksView:
    """How a store's webhooks were found. `topics`: by how they are, those of the platform."""

    signing: str
    url: str
    """Where they go; "" of a store that was not connected through its API."""
    checked_at: datetime | None
    wrong: int
    topics: Mapping[str, Sequence[str]]
    failed_at: datetime | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreView:
    """One store. Of its secrets only when they were set or renewed."""

    entry: StoreEntry
    version: str
    """Another one is news."""
    concerns: Sequence[ConcernView]
    has_api: bool
    api_url: str
    api_version: str
    carriers: Sequence[str]
    paid: Sequence[str]
    policies: Mapping[str, str]
    receiving_url: str
    own_since: datetime | None
    secrets_changed: Mapping[str, datetime | None]
    proven_by: str
    """What the secret is called that proved the last message."""
    failures: int
    left_alone_until: datetime | None
    asked: Sequence[AskedLine]
    webhooks: WebhooksView
    refused: Sequence[RefusedLine]
    parked: int
    choices: Sequence[str]
    """Of CHOICES, what can be done now, by who looks."""
    health_href: str

    @property
    def look(self) -> str:
        return f"{LOOKS}/{self.part}?version={self.version}"

    @property
    def part(self) -> str:
        return self.entry.href.rpartition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreActView:
    """What would be done about a store, before somebody confirms it."""

    choice: str
    store_id: str
    back: str
    url: str
    """Where its webhooks will go, or go."""
    url_before: str
    once: str
    needs_second: bool
    wrong: Mapping[str, str]
    """By field, the message that says what is wrong with it."""
    refused: str = ""

    @property
    def action(self) -> str:
        return f"{self.back}/{self.choice}"


def render_list(view: StoresView, frame: Frame) -> str:
    return page(LIST, frame, view=view)


def render_one(view: StoreView, frame: Frame) -> str:
    return page(ONE, frame, view=view, back=PATH)


def render_look(view: StoreView, frame: Frame) -> str:
    """What of a store's page changes by itself."""
    return fragment(ONE, "now", frame, view=view, back=PATH)


def render_act(view: StoreActView, frame: Frame, *, in_sheet: bool) -> str:
    return (sheet if in_sheet else page)(ACT, frame, view=view)
