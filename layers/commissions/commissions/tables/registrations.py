"""What leads to members, as the members table keeps it: from when on, and when it was said.
Items of before there were such times have none: they hold always."""

from datetime import UTC, datetime

from commissions.domain.orders.canonical import stamp
from commissions.domain.registration import AccountLink, Registration
from commissions.tables.items import Item

_SAID = ("member", "kind", "since", "registered_at", "enrolled_at", "recorded_at")


def spans_of(item: Item) -> tuple[Registration, ...]:
    """Whose a code was, hand by hand, and is."""
    earlier = item.get("earlier", ())
    return tuple(registration_of(each) for each in (*earlier, item))


def account_of(item: Item) -> AccountLink:
    return AccountLink(
        item["member"],
        _moment(item, "since"),
        _moment(item, "registered_at"),
        item.get("kind", ""),
        _moment(item, "enrolled_at"),
        item.get("by", ""),
    )


def recorded(found: Item) -> Item:
    """What an item says beside its own registration: that it is written now, and all that it said
    before, `found`."""
    said = {name: found[name] for name in _SAID if name in found}
    before = [*found.get("earlier", ()), said] if said else []
    now = stamp(datetime.now(UTC))
    return {"recorded_at": now} | ({"earlier": before} if before else {})


def to_item(registration: Registration) -> Item:
    """A registration within another item."""
    return {"member": registration.member, **times_of(registration)}


def times_of(registration: Registration) -> Item:
    """The times that a registration has, as an item keeps them."""
    times = {"since": registration.since, "registered_at": registration.registered_at}
    if isinstance(registration, AccountLink):
        times["enrolled_at"] = registration.enrolled_at
    return {name: stamp(moment) for name, moment in times.items() if moment}


def registration_of(item: Item) -> Registration:
    return Registration(item["member"], _moment(item, "since"), _moment(item, "registered_at"))


def _moment(item: Item, name: str) -> datetime | None:
    return datetime.fromisoformat(item[name]) if name in item else None
