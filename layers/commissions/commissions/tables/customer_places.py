"""Places of customers in the tree, as their orders say: member, account and edge in one write."""

from collections.abc import Sequence
from datetime import datetime

from commissions.aws.telemetry import logger
from commissions.domain.people.genealogy import Edge, check_sponsor
from commissions.domain.people.upline import Ancestor
from commissions.domain.sales.customer_place import CustomerPlace, edges_with, is_decided, placed_as
from commissions.tables import genealogy, members, versioned


def decided_line(member_id: str, as_of: datetime) -> tuple[Ancestor, ...]:
    """The member and who stands above, if the company itself says under whom; else nobody."""
    edges, _ = genealogy.standing(member_id)
    return genealogy.line(member_id, as_of) if is_decided(edges, as_of) else ()


@versioned.retry_on_conflict
def keep(store_id: str, customer: str, places: Sequence[CustomerPlace]) -> bool:
    """Has a customer stand there, one place after the other, or nowhere; False where they do. What
    the company itself said of the member, or of the account, stays. `customer`: the keyed hash of
    the store's id. Raises Misplaced."""
    member = placed_as(customer)
    edges, version = genealogy.standing(member)
    wanted = edges_with(edges, places)
    since = wanted[0].since if wanted else None
    writes = members.placing(store_id, customer, member, since)
    if wanted != edges:
        if _is_loop(member, edges, places):
            logger.error("who stands below a customer refers them", member=member)
            return False
        writes.append(genealogy.stating(member, wanted, after=version))
    if writes:
        versioned.write_all_or_none(writes)
    return bool(writes)


def _is_loop(member: str, edges: Sequence[Edge], places: Sequence[CustomerPlace]) -> bool:
    """Nobody stands below somebody new; below others the company may have placed somebody. Raises
    Misplaced where the sponsor is nobody in the tree at that time."""
    known = genealogy.edges({each.sponsor for each in places})
    for each in places:
        check_sponsor(member, each.sponsor, each.since, known)
    lines = [genealogy.line(each.sponsor, each.since) for each in places if edges]
    return any(each.member == member for line in lines for each in line)
