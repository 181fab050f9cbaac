"""distributors.csv: who is there, under whom, and with which status and rank, from when on.

A distributor has a row, or several with an `effective_from` of their own: their history.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise
from pathlib import Path

from commissions.application.company_files.csv_rows import NOWHERE, CsvRow, rows
from commissions.application.company_files.problems import Problem
from commissions.domain.people.genealogy import Edge
from commissions.domain.people.member import KINDS, Member, code_key
from tools.company.registrations import NOT_SAID, StatedTimes, stated_times

FILE = "distributors.csv"
REQUIRED = "distributor_id sponsor_id status rank country tax_id created_at referral_code"
OPTIONAL = "kind effective_from code_since registered_at"


@dataclass(frozen=True, slots=True)
class MemberStatus:
    """A distributor as a row tells of them."""

    row: CsvRow
    member: Member
    sponsor: str
    status: str
    rank: str
    effective_from: datetime | None
    code_times: StatedTimes = NOT_SAID
    """From when on the referral code is theirs, as far as the row says it."""

    def edge(self, since: datetime) -> Edge:
        return Edge(since, self.sponsor, self.status, self.rank)


@dataclass(frozen=True, slots=True)
class Person:
    """A distributor with all their rows, by the time from which these count."""

    member: Member
    statuses: tuple[MemberStatus, ...]

    @property
    def code_times(self) -> StatedTimes:
        return self.statuses[-1].code_times

    @property
    def row(self) -> CsvRow:
        """The row that tells who they are now."""
        return self.statuses[-1].row

    def edges(self, now: datetime, *, is_new: bool) -> list[tuple[MemberStatus, Edge]]:
        """What the rows say, each from its moment on.

        A row without a moment tells of the distributor's first day; but a single one, of somebody
        who is in the tree already, tells how they stand now.
        """
        first = self.member.created_at if is_new or len(self.statuses) > 1 else now
        return [(each, each.edge(each.effective_from or first)) for each in self.statuses]


def read(folder: Path, problems: list[Problem]) -> tuple[Person, ...]:
    found = rows(folder / FILE, problems, required=REQUIRED, optional=OPTIONAL)
    statuses = sorted(map(_status, found), key=lambda each: each.member.member_id)
    grouped = groupby(statuses, key=lambda each: each.member.member_id)
    people = tuple(_person(list(group)) for member_id, group in grouped if member_id)
    _check_codes(people)
    return people


def _status(row: CsvRow) -> MemberStatus:
    country = row.text("country")
    if country and not (len(country) == 2 and country.isascii() and country.isupper()):
        row.refuse("country", f"{country[:40]!r} is no country code such as US")
    member = Member(
        member_id=row.id("distributor_id"),
        kind=row.choice("kind", *KINDS),
        created_at=row.moment("created_at"),
        country=country,
        tax_id=row.id("tax_id", required=False),
        referral_code=row.id("referral_code", required=False),
    )
    since = row.moment("effective_from") if row.text("effective_from") else None
    if since and NOWHERE < since < member.created_at:
        row.refuse("effective_from", f"{since:%Y-%m-%d %H:%M} lies before created_at")
    return MemberStatus(
        row=row,
        member=member,
        sponsor=row.id("sponsor_id", required=False),
        status=row.word("status"),
        rank=row.word("rank", required=False),
        effective_from=since,
        code_times=stated_times(row, "code_since"),
    )


def _person(statuses: list[MemberStatus]) -> Person:
    statuses.sort(key=lambda each: each.effective_from or each.member.created_at)
    for before, after in pairwise(statuses):
        same = f"of {after.member.member_id} in line {before.row.line}"
        if before.effective_from == after.effective_from:
            after.row.refuse("effective_from", f"is the one {same}: give each row its own")
        if before.code_times != after.code_times:
            after.row.refuse("code_since", f"is not the one {same}")
        for part in ("kind", "created_at", "country", "tax_id", "referral_code"):
            if getattr(before.member, part) != getattr(after.member, part):
                after.row.refuse(part, f"is not the one {same}")
    return Person(statuses[-1].member, tuple(statuses))


def _check_codes(people: tuple[Person, ...]) -> None:
    owners: dict[str, Person] = {}
    for person in people:
        if code := code_key(person.member.referral_code):
            owner = owners.setdefault(code, person)
            if owner is not person:
                taken = f"{code} is also that of {owner.member.member_id} in line {owner.row.line}"
                person.row.refuse("referral_code", taken)
