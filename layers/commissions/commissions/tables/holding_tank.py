"""The holding tank, and the legs that members chose to grow: both lie in the placements table."""

from collections.abc import Iterator
from datetime import datetime

from commissions.domain.orders.canonical import stamp
from commissions.domain.people.holding_tank import WaitingMember
from commissions.domain.people.placement import TreeSeat
from commissions.domain.people.placement_rules import PlacementRules
from commissions.tables import items, versioned
from commissions.tables.placement_items import POWER_LEG, TABLE, WAITING, as_key, waiting_key


def wait(tree: str, waiting: WaitingMember) -> bool:
    """Puts a new member into the holding tank; False where they are in it already."""
    item = {
        **waiting_key(tree, waiting.member_id),
        "sponsor": waiting.sponsor,
        "enrolled_at": stamp(waiting.enrolled_at),
        "wished_parent": waiting.parent,
        "wished_side": waiting.side,
    }
    try:
        versioned.put_once(TABLE, item, key="place")
    except versioned.VersionConflict:
        return False
    return True


def waiting(tree: str) -> Iterator[WaitingMember]:
    """Who is in a tree's holding tank."""
    for item in items.query(
        TABLE,
        KeyConditionExpression="place = :place",
        values={":place": f"{tree}//{WAITING}"},
        ConsistentRead=True,
    ):
        yield WaitingMember(
            member_id=item["part"],
            sponsor=item["sponsor"],
            enrolled_at=datetime.fromisoformat(item["enrolled_at"]),
            parent=item["wished_parent"],
            side=item["wished_side"],
        )


@versioned.retry_on_conflict
def choose_power_leg(rules: PlacementRules, member: str, side: str) -> None:
    """To which of their legs a member has new ones go from now on. Raises UnknownSide."""
    rules.check_seat(TreeSeat(member, side))
    key = as_key((f"{rules.tree}/{member}", POWER_LEG))
    standing = (items.get(TABLE, key) or {}).get("version", 0)
    versioned.put(TABLE, {**key, "side": side}, after=standing)


def power_leg(tree: str, member: str) -> str:
    """The leg that a member chose; empty for none."""
    chosen = items.get(TABLE, as_key((f"{tree}/{member}", POWER_LEG))) or {}
    return str(chosen.get("side", ""))
