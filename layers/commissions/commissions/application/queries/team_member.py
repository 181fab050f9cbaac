"""Somebody below, for whoever stands above: since when they are there, rank by rank, month by
month."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from commissions.application.queries.below import Below, Relation
from commissions.application.queries.team_snapshots import TeamReader
from commissions.domain.people.genealogy import Edge
from commissions.domain.people.team import RankSince, TeamMember, TeamMonth
from commissions.warehouse import team_files

SHOWN_MONTHS = 4


def read(who: Below, months: Sequence[str], at: datetime) -> TeamMember:
    """`who`: who may be looked at; `months`: the latest first. Reads tables no more."""
    found = [(month, team_files.find(month)) for month in months[:SHOWN_MONTHS]]
    readers = [TeamReader(snapshot) for _, snapshot in found if snapshot is not None]
    own = who.relation is Relation.OWN
    latest = next(((each, row) for each in readers if (row := each.find(who.member))), None)
    return TeamMember(
        member=who.member,
        is_own=own,
        is_placed=who.relation is Relation.PLACED,
        # Who stands above is not told, nor a customer; and of a seat alone it may be anybody.
        sponsor=who.position.sponsor if who.names_sponsor else "",
        status=who.position.status,
        rank=who.position.rank,
        joined_at=who.edges[0].since,
        ranks=tuple(reversed(list(_ranks(who.edges, at)))),
        months=tuple(_months(readers, who.member)),
        row=latest[1] if latest else None,
        source=latest[0].source if latest else None,
    )


def _ranks(edges: Sequence[Edge], at: datetime) -> Iterator[RankSince]:
    rank = ""
    for edge in edges:
        if edge.since <= at and edge.rank is not None and edge.rank != rank:
            rank = edge.rank
            yield RankSince(word=rank, since=edge.since)


def _months(readers: Sequence[TeamReader], member: str) -> Iterator[TeamMonth]:
    for reader in readers:
        if (row := reader.find(member)) is not None:
            yield TeamMonth(
                month=reader.snapshot.month,
                unit=reader.snapshot.unit,
                own=row.own,
                group=row.group,
                rank=row.rank,
                is_active=row.is_active,
                is_final=reader.snapshot.is_final,
            )
