"""A distributor's team: as a tree, as a list, and each of them in a sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from commissions.domain.people.team import (
    ALL,
    GROUP,
    PAGE,
    SHOWN,
    SORTS,
    ShownTeam,
    TeamCard,
    TeamList,
    TeamMember,
    TeamRow,
    TeamSource,
)
from commissions.domain.periods.rank_standing import BinaryStanding
from commissions.pages.addresses import part_of
from commissions.pages.frame import Frame, fragment, page, sheet
from commissions.pages.member.months import MonthShown

TEMPLATE, MEMBER_TEMPLATE = "member/team.html", "member/team_member.html"
CARD_TEMPLATE = "member/team_card.html"
PATH = "/app/team"
TREE, LIST = "tree", "list"
BranchBelow = Sequence["TeamBranch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPerson:
    """A row, and where it leads."""

    row: TeamRow
    month: str

    @property
    def id(self) -> str:
        """Within the page."""
        return f"m{self.row.row}"

    @property
    def sheet(self) -> str:
        return f"{PATH}/members/{part_of(self.row.member)}"

    @property
    def below(self) -> str:
        """Where the front line is asked for; empty of who has none."""
        if not self.row.below:
            return ""
        return f"{PATH}/below/{part_of(self.row.member)}?{urlencode({'month': self.month})}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamBranch:
    """Somebody in the tree, and who is shown below."""

    person: TeamPerson
    below: "FrontLine | None" = None
    """None as long as it is not opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontLine:
    """Some of a front line, the largest groups first."""

    of: str
    """Whose it is, within the page."""
    branches: BranchBelow
    more: str
    """Where the next ones are; empty where these are all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamView:
    month: MonthShown
    source: TeamSource | None
    """None where no snapshot was made yet."""
    head: TeamRow | None
    shown_as: str
    asked: TeamList
    tree: FrontLine | None
    people: tuple[TeamPerson, ...]
    total: int
    """Of all that the list was asked for."""
    binaries: tuple[BinaryStanding, ...]

    @property
    def is_empty(self) -> bool:
        return self.head is None or self.head.below == 0

    @property
    def next_page(self) -> str:
        skip = self.asked.skip + PAGE
        return self.address(skip=skip) if skip < self.total else ""

    @property
    def previous_page(self) -> str:
        return self.address(skip=max(0, self.asked.skip - PAGE)) if self.asked.skip else ""

    def address(self, **changed: object) -> str:
        """Of the list, as it is or otherwise; what is as usual is not said."""
        asked = self.asked
        told = {"view": LIST, "shown": asked.shown, "sort": asked.sort, "find": asked.text}
        told |= {"month": "" if self.month.is_current else self.month.month}
        usual = {"shown": ALL, "sort": GROUP, "skip": 0, "find": "", "month": ""}
        said = {name: value for name, value in (told | changed).items() if value != usual.get(name)}
        return f"{PATH}?{urlencode(said)}"

    @property
    def as_tree(self) -> str:
        return PATH if self.month.is_current else f"{PATH}?{urlencode({'month': self.month.month})}"


def front_line(
    shown: ShownTeam, month: str, opened: Mapping[str, ShownTeam] | None = None
) -> FrontLine:
    """`opened`: by member, whose front line is shown too."""
    open_ = opened or {}
    head = shown.head
    of = f"m{head.row}" if head else "m"
    branches = tuple(
        TeamBranch(
            person=TeamPerson(row=row, month=month),
            below=front_line(open_[row.member], month, open_) if row.member in open_ else None,
        )
        for row in shown.rows
    )
    return FrontLine(of=of, branches=branches, more=_more(shown, month))


def _more(shown: ShownTeam, month: str) -> str:
    if not shown.has_more or shown.head is None:
        return ""
    asked = urlencode({"month": month, "skip": shown.skipped + PAGE})
    return f"{PATH}/below/{part_of(shown.head.member)}?{asked}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamFacts:
    """What a page of a team is made of."""

    month: MonthShown
    asked: TeamList
    shown: ShownTeam
    shown_as: str = TREE
    opened: Mapping[str, ShownTeam] = field(default_factory=dict)
    binaries: tuple[BinaryStanding, ...] = ()


def team(facts: TeamFacts) -> TeamView:
    shown, month = facts.shown, facts.month.month
    is_tree = facts.shown_as == TREE
    return TeamView(
        month=facts.month,
        source=shown.source,
        head=shown.head,
        shown_as=facts.shown_as,
        asked=facts.asked,
        tree=front_line(shown, month, facts.opened) if is_tree else None,
        people=() if is_tree else tuple(TeamPerson(row=row, month=month) for row in shown.rows),
        total=shown.total,
        binaries=facts.binaries,
    )


def render(view: TeamView, frame: Frame) -> str:
    values = {"view": view, "shown": SHOWN, "sorts": SORTS}
    return page(TEMPLATE, frame, **values)


def render_below(line: FrontLine, source: TeamSource, frame: Frame) -> str:
    """Branches alone, for one that is opened or goes on."""
    return fragment(TEMPLATE, "below", frame, line=line, source=source)


def render_card(card: TeamCard | None, frame: Frame) -> str:
    """For Home; None as long as no snapshot has the member."""
    people = [TeamPerson(row=row, month=card.source.month) for row in card.legs] if card else []
    return fragment(CARD_TEMPLATE, "card", frame, card=card, people=people)


def render_member(view: TeamMember, frame: Frame, *, in_sheet: bool) -> str:
    rendered = sheet if in_sheet else page
    return rendered(MEMBER_TEMPLATE, frame, view=view, team=PATH)
