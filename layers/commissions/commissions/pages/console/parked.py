"""What cannot go on by itself: what it waits for, what is at stake, and what can be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from commissions.domain.money import Money
from commissions.domain.orders.parked_choices import CHOICES, DISMISS, RELEASE
from commissions.pages.frame import Frame, fragment, page

TEMPLATE = "console/parked.html"
PATH, LOOKS, ACT = "/console/parked", "/console/looks/parked", "/console/parked/act"


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeView:
    """What orders come to, net."""

    amounts: Sequence[Money]
    weighed: int
    """Of how many records it was looked up."""
    records: int

    @property
    def is_all(self) -> bool:
        return self.weighed >= self.records


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedLine:
    """One record that waits."""

    row_id: str
    order_id: str
    """The store's own."""
    store_id: str
    reason: str
    detail: str
    """As the pipeline wrote it, in English."""
    tries: int
    since: datetime
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedCard:
    """What waits for one thing."""

    card_id: str
    kind: str
    """`sku`, `referrer`, `operator` …: what it waits for."""
    name: str
    store_id: str
    reason: str
    holds: bool
    count: int
    at_stake: StakeView
    choices: Sequence[str]
    filter: Mapping[str, str]
    """That shows just this, as parameters of a link."""
    lines: Sequence[ParkedLine]

    @property
    def more(self) -> int:
        return self.count - len(self.lines)

    @property
    def href(self) -> str:
        return address(PATH, self.filter)

    def act(self, choice: str) -> str:
        return address(f"{ACT}/{choice}", self.filter)

    def tone(self, choice: str) -> str:
        """The first is what answers the question; a release does so where nothing else can."""
        return "main" if choice == self.choices[0] else "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedView:
    made_at: datetime
    version: str
    """A digest of all that is shown: another one is news."""
    filter: Mapping[str, str]
    reasons: Sequence[str]
    stores: Sequence[str]
    ages: Sequence[str]
    waiting: int
    listed: int
    oldest: datetime | None
    at_stake: StakeView
    cards: Sequence[ParkedCard]
    may_act: bool

    @property
    def bulk(self) -> Mapping[str, str]:
        """What can be done to all of a filter at once; nothing without one."""
        if not (self.filter and self.may_act and self.waiting + self.listed):
            return {}
        return {each: address(f"{ACT}/{each}", self.filter) for each in (RELEASE, DISMISS)}

    @property
    def look(self) -> str:
        said = {"since": f"{int(self.made_at.timestamp())}", "version": self.version}
        return address(LOOKS, {**self.filter, **said})


def address(path: str, parameters: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(parameters)}" if parameters else path


def render(view: ParkedView, frame: Frame) -> str:
    return page(TEMPLATE, frame, view=view, path=PATH)


def render_look(view: ParkedView, frame: Frame) -> str:
    """What of the page changes by itself."""
    return fragment(TEMPLATE, "now", frame, view=view, path=PATH)


def is_choice(word: str) -> bool:
    return word in CHOICES
