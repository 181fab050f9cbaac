"""/api/v1/me: what is a member's own; /api/v1/members/{member}: the same for machines, which ask
for whom they say; and what the API says of itself."""

from collections.abc import Iterator
from dataclasses import replace

from commissions.domain.people.accounts import MEMBER
from commissions.domain.people.machines import ORDERS_READ, STATEMENTS_READ, TEAMS_READ
from commissions.domain.people.upline import PARTICIPANT
from commissions.runtime.api import member_money, member_team
from commissions.runtime.api.description import OPEN_ROUTES
from commissions.runtime.api.handler import api_family
from commissions.runtime.api.member_team import OF_FRONT_LINE, OF_RANKS, OF_TEAM
from commissions.runtime.api.messages import BASE, ApiRoute
from commissions.runtime.api.money_bodies import BalancesBody, LineList, PayoutBody, PayoutList
from commissions.runtime.api.month_bodies import MeBody, SummaryBody
from commissions.runtime.api.order_bodies import OrderList
from commissions.runtime.api.parameters import CURSOR, LIMIT, MONTH
from commissions.runtime.api.rank_bodies import RanksBody
from commissions.runtime.api.team_bodies import LinksBody, TeamMemberBody, TeamPart
from commissions.runtime.api.why_bodies import WhyBody
from commissions.tables import members

MEMBERS = frozenset({MEMBER})
ME, OTHERS = f"{BASE}/me", f"{BASE}/members/{{member}}"


def is_known(member: str) -> bool:
    """Whether there is a distributor of that id: customers have no figures of their own."""
    found = members.known([member]).get(member)
    return found is not None and found.kind == PARTICIPANT


def _of_a_member() -> Iterator[ApiRoute]:
    """Addresses below a member's, each with the scope by which a machine may."""
    yield ApiRoute(
        pattern="/summary",
        summary="What a month brought",
        answer=member_money.summary,
        body=SummaryBody,
        scope=STATEMENTS_READ,
        parameters=(MONTH,),
    )
    yield ApiRoute(
        pattern="/orders",
        summary="Orders of a month",
        answer=member_money.orders,
        body=OrderList,
        scope=ORDERS_READ,
        parameters=member_money.OF_ORDERS,
    )
    yield ApiRoute(
        pattern="/orders/{key}",
        summary="Why an order paid what it did, or did not",
        answer=member_money.order,
        body=WhyBody,
        scope=ORDERS_READ,
    )
    yield ApiRoute(
        pattern="/lines",
        summary="Lines of a month's statement",
        answer=member_money.lines,
        body=LineList,
        scope=STATEMENTS_READ,
        parameters=member_money.OF_LINES,
    )
    yield ApiRoute(
        pattern="/lines/{id}",
        summary="Why a line is what it is",
        answer=member_money.line,
        body=WhyBody,
        scope=STATEMENTS_READ,
    )
    yield ApiRoute(
        pattern="/money",
        summary="What is on hold, available, paid and owed",
        answer=member_money.balance,
        body=BalancesBody,
        scope=STATEMENTS_READ,
    )
    yield ApiRoute(
        pattern="/payouts",
        summary="Payouts",
        answer=member_money.payouts,
        body=PayoutList,
        scope=STATEMENTS_READ,
        parameters=(CURSOR, LIMIT),
    )
    yield ApiRoute(
        pattern="/payouts/{batch}",
        summary="How a payout came to what was paid",
        answer=member_money.payout,
        body=PayoutBody,
        scope=STATEMENTS_READ,
    )
    yield from _of_a_team()


def _of_a_team() -> Iterator[ApiRoute]:
    yield ApiRoute(
        pattern="/team",
        summary="Everybody below",
        answer=member_team.everybody,
        body=TeamPart,
        scope=TEAMS_READ,
        parameters=OF_TEAM,
    )
    yield ApiRoute(
        pattern="/team/{somebody}",
        summary="Somebody below",
        answer=member_team.somebody,
        body=TeamMemberBody,
        scope=TEAMS_READ,
        parameters=(MONTH,),
    )
    yield ApiRoute(
        pattern="/team/{somebody}/below",
        summary="The front line of somebody below, or one's own",
        answer=member_team.front_line,
        body=TeamPart,
        scope=TEAMS_READ,
        parameters=OF_FRONT_LINE,
    )
    yield ApiRoute(
        pattern="/ranks",
        summary="Where somebody stands on the ladder of a plan",
        answer=member_team.ranks,
        body=RanksBody,
        scope=TEAMS_READ,
        parameters=OF_RANKS,
    )
    yield ApiRoute(
        pattern="/links",
        summary="By what stores know that a sale is somebody's",
        answer=member_team.links,
        body=LinksBody,
        scope=TEAMS_READ,
    )


def _both(below: ApiRoute) -> Iterator[ApiRoute]:
    """For a member by their session, and for a machine by its token."""
    yield replace(below, pattern=f"{ME}{below.pattern}", roles=MEMBERS, scope="")
    yield replace(below, pattern=f"{OTHERS}{below.pattern}")


WHO = ApiRoute(
    pattern=ME, summary="Who is signed in", answer=member_team.me, body=MeBody, roles=MEMBERS
)
ROUTES = (WHO, *(route for below in _of_a_member() for route in _both(below)))

handler = api_family(ROUTES, open_routes=OPEN_ROUTES, is_known=is_known)
