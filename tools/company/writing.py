"""Writing what is new in a company's files: what orders wait for comes after what it needs."""

import secrets as tokens
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from commissions.aws import secrets
from commissions.domain.catalogue.sku_map import SkuVersion
from commissions.domain.people.placement_tree import Relocation
from commissions.domain.registration import AccountLink
from commissions.platforms import customer_hash
from commissions.tables import (
    genealogy,
    holding_tank,
    members,
    placements,
    plans,
    rates,
    skus,
    stores,
)
from tools.company.checking import Changes
from tools.company.customers import Account
from tools.company.genealogy_checks import Step
from tools.company.placement_checks import NewSeat

Progress = Callable[[str, int, int], None]
"""Is told what is being written, how many of it are done, and of how many."""
Each = Callable[[str, Sequence[Any], Callable[[Any], object]], None]
"""Does something with each of some things."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many of each were new, and what of known ones changed."""

    plans: int
    rates: int
    stores: int
    distributors: int
    moves_and_changes: int
    members: int
    customers: int
    skus: int
    seats: int = 0
    waiting_for_a_seat: int = 0
    changed_stores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By store id, which fields are others now."""


def write(changes: Changes, progress: Progress, *, writers: int) -> Loaded:
    """Writes the changes; stopped halfway, it goes on where it was when done again."""
    with ThreadPoolExecutor(writers) as pool:
        return _write(changes, partial(_each, pool, progress))


def _write(changes: Changes, each: Each) -> Loaded:
    plan = [changes.plan] if changes.plan else []
    each("plan", plan, plans.publish)
    each("rates", changes.rates, rates.put)
    each("stores", changes.stores, stores.put)
    for generation in changes.people.places:
        each("distributors", generation, _place)
    for step in changes.people.changes:
        genealogy.amend(step.member, step.edge)
    for seat in changes.seating.seats:
        _take(seat)
    each("holding tank", changes.seating.waiting, lambda held: holding_tank.wait(*held))
    each("members", changes.people.members, lambda new: members.register(*new))
    for store_id in {account.store_id for account, _ in changes.customers}:
        secrets.set_customer_key(stores.get(store_id), tokens.token_bytes(secrets.KEY_BYTES))
    each("customers", changes.customers, _link)
    each("SKUs", _by_sku(changes.skus), _add)
    return Loaded(
        plans=len(plan),
        rates=len(changes.rates),
        stores=len(changes.stores) - len(changes.changed_stores),
        distributors=sum(map(len, changes.people.places)),
        moves_and_changes=len(changes.people.changes),
        members=len(changes.people.members),
        customers=len(changes.customers),
        skus=len(changes.skus),
        seats=len(changes.seating.seats),
        waiting_for_a_seat=len(changes.seating.waiting),
        changed_stores=changes.changed_stores,
    )


def _each[T](
    pool: ThreadPoolExecutor,
    progress: Progress,
    what: str,
    things: Sequence[T],
    do: Callable[[T], object],
) -> None:
    for done, _ in enumerate(pool.map(do, things), start=1):
        progress(what, done, len(things))


def _place(step: Step) -> None:
    edge = step.edge
    genealogy.place(
        step.member,
        edge.sponsor or "",
        since=edge.since,
        status=edge.status or "",
        rank=edge.rank or "",
    )


def _take(new: NewSeat) -> None:
    """One after the other: each may stand under the one before."""
    stated = new.stated
    if new.is_move:
        step = Relocation(stated.member, stated.seat)
        placements.relocate(new.rules, [step], stated.since)
    else:
        placements.place(new.rules, stated.member, stated.seat, stated.since)


def _link(new: tuple[Account, AccountLink]) -> None:
    account, link = new
    key = secrets.secrets(stores.get(account.store_id)).customer_key
    hashed = customer_hash(account.store_id, account.customer_id, key)
    members.link_account(account.store_id, hashed, link)


def _by_sku(new: Sequence[tuple[str, SkuVersion]]) -> list[list[tuple[str, SkuVersion]]]:
    """The versions of one SKU stand in one item: they are written one after the other."""
    found: dict[tuple[str, str], list[tuple[str, SkuVersion]]] = defaultdict(list)
    for store_id, listing in new:
        found[store_id, listing.value.platform_sku].append((store_id, listing))
    return list(found.values())


def _add(new: Sequence[tuple[str, SkuVersion]]) -> None:
    for store_id, listing in new:
        skus.add(store_id, listing)
