"""Who stands below a member, and by what links stores know their sales."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.application.queries.own_links import OwnLinks
from commissions.domain.people.team import ShownTeam, TeamMember, TeamRow, TeamSource
from commissions.domain.stores.referral_links import link_of, takes_coupons
from commissions.domain.stores.store import REPLICATED_SITE
from commissions.pages.addresses import part_of
from commissions.runtime.api.encoding import points


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamSourceBody:
    """Which snapshot the figures are of: team figures are a little old, one's own never."""

    month: str
    unit: str
    """pv, bv, cv or qv."""
    as_of: datetime
    is_final: bool
    """Whether they are the close's own."""
    judged_at: datetime | None
    """As of when an estimate judged ranks and activity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRowBody:
    """A distributor as the snapshot has them. Customers are counted, never listed."""

    member: str
    href: str
    depth: int
    status: str
    rank: str
    is_active: bool
    is_new: bool
    joined_at: datetime
    own: str
    """Volume of own sales."""
    group: str
    """Volume of own sales and of everybody below."""
    below: int
    active_below: int
    new_below: int
    customers: int
    customers_below: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPart:
    """Distributors below, fifty on a page at most."""

    source: TeamSourceBody | None
    """Null as long as no snapshot was made."""
    total: int
    """Of all that were asked for, on whatever page."""
    items: tuple[TeamRowBody, ...]
    next: str | None
    """The cursor of what follows; null at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankSinceBody:
    rank: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMonthBody:
    month: str
    unit: str
    own: str
    group: str
    rank: str
    is_active: bool
    is_final: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMemberBody:
    """Somebody who stands below."""

    member: str
    is_placed: bool
    """Below by a seat of a placement tree alone."""
    sponsor: str | None
    """Null where it is nobody who may be looked at."""
    status: str
    rank: str
    joined_at: datetime
    ranks: tuple[RankSinceBody, ...]
    """By the company's word, the latest first."""
    months: tuple[TeamMonthBody, ...]
    """The latest first."""
    figures: TeamRowBody | None
    source: TeamSourceBody | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreLinkBody:
    store: str
    mode: str
    link: str | None
    """Null of a store that goes by no link."""
    takes_coupons: bool
    """Whether a coupon named like the code says whose an order is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksBody:
    code: str | None
    stores: tuple[StoreLinkBody, ...]


def team(shown: ShownTeam, base: str, goes_on: str | None) -> TeamPart:
    return TeamPart(
        source=_source(shown.source) if shown.source else None,
        total=shown.total,
        items=tuple(_row(each, base) for each in shown.rows),
        next=goes_on,
    )


def somebody(found: TeamMember, base: str) -> TeamMemberBody:
    return TeamMemberBody(
        member=found.member,
        is_placed=found.is_placed,
        sponsor=found.sponsor or None,
        status=found.status,
        rank=found.rank,
        joined_at=found.joined_at,
        ranks=tuple(RankSinceBody(rank=each.word, since=each.since) for each in found.ranks),
        months=tuple(
            TeamMonthBody(
                month=each.month,
                unit=each.unit,
                own=points(each.own),
                group=points(each.group),
                rank=each.rank,
                is_active=each.is_active,
                is_final=each.is_final,
            )
            for each in found.months
        ),
        figures=_row(found.row, base) if found.row else None,
        source=_source(found.source) if found.source else None,
    )


def links(found: OwnLinks, member: str) -> LinksBody:
    """Sites of others are left out: nothing sold there is this member's."""
    own: Sequence[StoreLinkBody] = [
        StoreLinkBody(
            store=each.store_id,
            mode=each.mode.replace("_", "-"),
            link=link_of(each, found.code) or None,
            takes_coupons=bool(found.code) and takes_coupons(each),
        )
        for each in found.stores
        if each.mode != REPLICATED_SITE or each.owner == member
    ]
    return LinksBody(code=found.code or None, stores=tuple(own))


def _source(source: TeamSource) -> TeamSourceBody:
    return TeamSourceBody(
        month=source.month,
        unit=source.unit,
        as_of=source.as_of,
        is_final=source.is_final,
        judged_at=source.judged_at,
    )


def _row(row: TeamRow, base: str) -> TeamRowBody:
    return TeamRowBody(
        member=row.member,
        href=f"{base}/team/{part_of(row.member)}",
        depth=row.depth,
        status=row.status,
        rank=row.rank,
        is_active=row.is_active,
        is_new=row.is_new,
        joined_at=row.joined_at,
        own=points(row.own),
        group=points(row.group),
        below=row.below,
        active_below=row.active_below,
        new_below=row.new_below,
        customers=row.customers,
        customers_below=row.customers_below,
    )
