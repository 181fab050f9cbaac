"""Facts of a team and of ranks, as tests of views and of what is rendered like to write them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from commissions.domain.people.team import (
    RankSince,
    ShownTeam,
    TeamList,
    TeamMember,
    TeamMonth,
    TeamRow,
    TeamSource,
)
from commissions.domain.periods.period_id import PeriodId
from commissions.domain.periods.rank_ladder import RankFacts, rank_ladder
from commissions.domain.periods.rank_standing import (
    BinarySide,
    BinaryStanding,
    RankRequirement,
    RankRequirements,
    RankStanding,
    StandingLeg,
)
from commissions.pages.frame import Frame
from commissions.pages.member.months import month_shown
from commissions.pages.member.team import TeamFacts
from commissions.pages.text import Text

NOW = datetime(2026, 11, 29, 10, 41, tzinfo=UTC)
MONTH = "2026-11"
LANGUAGES = ("en", "de", "en-XA", "ar-XB")
EVIL = "</b></title><script>alert(1)</script>\"' onload=x style=y &amp; \u202eX" + "W" * 300
"""What somebody may be called."""


def a_frame(language: str = "en", active: str = "team") -> Frame:
    return Frame(
        family="app",
        active=active,
        text=Text(language),
        zone="America/New_York",
        who="cara",
        roles=frozenset({"member"}),
        company="Harbour Tea",
        now=NOW,
    )


def a_source(**changed: Any) -> TeamSource:
    given: dict[str, Any] = {"month": MONTH, "unit": "qv", "as_of": NOW, "is_final": False}
    return TeamSource(**given | changed)


def a_row(member: str = "bob", number: int = 1, **changed: Any) -> TeamRow:
    given: dict[str, Any] = {
        "row": number,
        "member": member,
        "own": 704_00,
        "group": 1_648_00,
        "joined_at": NOW - timedelta(days=90),
    }
    return TeamRow(**given | changed)


def a_team(many: int = 3, **changed: Any) -> ShownTeam:
    rows = tuple(a_row(f"m{number}", number + 1, below=number) for number in range(many))
    head = a_row("cara", 0, below=many, active_below=many, new_below=1, customers=5)
    given: dict[str, Any] = {"source": a_source(), "head": head, "rows": rows, "total": many}
    return ShownTeam(**given | changed)


def team_facts(shown: ShownTeam | None = None, **changed: Any) -> TeamFacts:
    given: dict[str, Any] = {
        "month": month_shown(MONTH, date(2026, 11, 29)),
        "asked": TeamList(),
        "shown": shown or a_team(),
    }
    return TeamFacts(**given | changed)


def a_member(member: str = "bob", **changed: Any) -> TeamMember:
    months = tuple(
        TeamMonth(
            month=month, unit="qv", own=10_00, group=20_00, rank="", is_active=True, is_final=True
        )
        for month in ("2026-11", "2026-10")
    )
    given: dict[str, Any] = {
        "member": member,
        "is_own": False,
        "is_placed": False,
        "sponsor": "cara",
        "status": "active",
        "rank": "silver",
        "joined_at": NOW - timedelta(days=90),
        "ranks": (RankSince(word="silver", since=NOW), RankSince(word="", since=NOW)),
        "months": months,
        "row": a_row(member),
        "source": a_source(),
    }
    return TeamMember(**given | changed)


def a_binary() -> BinaryStanding:
    left = BinarySide(brought=100_00, came=50_00, open=150_00, after=30_00, oldest=NOW)
    right = BinarySide(brought=0, came=120_00, open=120_00, after=0, oldest=None)
    return BinaryStanding(bonus="binary", left=left, right=right)


DOCUMENT: dict[str, Any] = {
    "ranks": [
        {"id": "associate", "order": 1, "require": {"metric": "pv", "op": ">=", "value": "100"}},
        {
            "id": "silver",
            "order": 2,
            "require": {
                "all": [
                    {"metric": "pv", "op": ">=", "value": "100"},
                    {"metric": "gv", "op": ">=", "value": "2000"},
                    {
                        "metric": "legs_with_rank",
                        "op": ">=",
                        "value": "2",
                        "rank": "associate",
                        "search": "any_level",
                        "min_leg_gv": "100",
                    },
                ]
            },
            "leg_cap": {"pct": "0.50", "of": "requirement", "own": "whole"},
            "demote_after": 3,
        },
        {
            "id": "gold",
            "order": 3,
            "require": {"any": [{"metric": "days_since_enrol", "op": "between", "value": [1, 9]}]},
            "leg_cap": {"mode": "gate", "max_leg": "500"},
        },
    ]
}


def asked(metric: str, counted: str, wanted: str, met: bool | None, **of: str) -> RankRequirement:
    return RankRequirement(
        word="require", metric=metric, op=">=", wanted=wanted, counted=counted, met=met, of=of
    )


def a_standing(**changed: Any) -> RankStanding:
    counted = (
        asked("pv", "2044", "100", True),
        asked("gv", "1648", "2000", False),
        asked("legs_with_rank", "1", "2", False, rank="associate"),
    )
    nothing = RankRequirements(all_of=(), met=None, either=False)
    given: dict[str, Any] = {
        "period": PeriodId("harbour", "month", MONTH),
        "zone": "America/New_York",
        "unit": "qv",
        "as_of": NOW,
        "starts": datetime(2026, 11, 1, 4, tzinfo=UTC),
        "ends": datetime(2026, 12, 1, 5, tzinfo=UTC),
        "closes_at": datetime(2026, 12, 11, 5, tzinfo=UTC),
        "is_estimate": True,
        "is_active": True,
        "active": nothing,
        "rank": "associate",
        "title": "silver",
        "periods_below": 1,
        "own": nothing,
        "next_rank": "silver",
        "next": RankRequirements(all_of=counted, met=False, either=False),
        "group": 2_400_00,
        "legs": (StandingLeg("bob", 1_752_00), StandingLeg("", 100_00)),
        "legs_in_all": 4,
        "leg_cap": 1_000_00,
        "binaries": (),
    }
    return RankStanding(**given | changed)


def rank_facts(standing: RankStanding | None = None, **changed: Any) -> RankFacts:
    given: dict[str, Any] = {
        "plan": "harbour",
        "plans": ("harbour",),
        "ladder": rank_ladder(DOCUMENT),
        "standing": standing or a_standing(),
        "given_rank": "associate",
        "pays_given": False,
        "earlier": (),
    }
    return RankFacts(**given | changed)
