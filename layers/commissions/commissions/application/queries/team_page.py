"""What the pages of a team are made of: who asks may look, what a snapshot says, what is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from commissions.application.queries import below, standings, team, team_member
from commissions.application.queries.below import Below, NotBelow
from commissions.application.queries.team_snapshots import TeamReader
from commissions.application.teams.plans import TeamPlan
from commissions.domain.people.member import code_key
from commissions.domain.people.team import ALL, ShownTeam, TeamCard, TeamList, TeamMember
from commissions.domain.periods.rank_standing import BinaryStanding
from commissions.tables import members
from commissions.warehouse import team_files
from commissions.warehouse.team_files import TeamSnapshot

MONTHS_SHOWN = 4


@dataclass(frozen=True)
class TeamPage:
    """For one who is signed in, at one moment. `month`: like `2026-11`."""

    plan: TeamPlan
    member: str
    month: str
    now: datetime

    @cached_property
    def me(self) -> Below:
        """Raises NotBelow of who is nobody in the tree."""
        return self.who(self.member)

    @cached_property
    def snapshot(self) -> TeamSnapshot | None:
        return team_files.find(self.month)

    def who(self, member: str) -> Below:
        """Raises NotBelow."""
        return below.look(self.member, member, self.plan.trees, self.now)

    def front_line(self, who: Below, skip: int = 0) -> ShownTeam:
        """Raises NotBelow."""
        if self.snapshot is None:
            return ShownTeam(source=None, head=None)
        return team.children(self.snapshot, who, self.now, skip=skip)

    def opened(self, row: int) -> Mapping[str, ShownTeam]:
        """By member the front lines that are open where one is that stands in a row."""
        if self.snapshot is None or not 0 <= row < self.snapshot.rows:
            return {}
        return team.opened(TeamReader(self.snapshot), self.member, row, self.now)

    def listed(self, asked: TeamList) -> ShownTeam:
        """All below; where nobody is found, whom just that id or code leads to."""
        if self.snapshot is None:
            return ShownTeam(source=None, head=None)
        found = team.everybody(self.snapshot, self.me, asked, self.now)
        if found.total or not asked.text or asked.shown != ALL:
            return found
        return self._exactly(asked.text, found)

    def _exactly(self, text: str, found: ShownTeam) -> ShownTeam:
        wanted = members.members_by_code([text]).get(code_key(text), text)
        try:
            who = self.who(wanted)
        except NotBelow:
            return found
        row = TeamReader(self.snapshot).find(who.member) if self.snapshot else None
        if row is None or who.member == self.member:
            return found
        return ShownTeam(source=found.source, head=found.head, rows=(row,), total=1)

    def binaries(self) -> tuple[BinaryStanding, ...]:
        """Of a plan that has any."""
        if not self.plan.trees:
            return ()
        standing = standings.read(self.plan, self.member, self.now)
        return standing.binaries if standing else ()

    def card(self) -> TeamCard | None:
        return team.card(self.snapshot, self.me, self.now)

    def somebody(self, member: str, months: Sequence[str]) -> TeamMember:
        """Raises NotBelow."""
        return team_member.read(self.who(member), months, self.now)
