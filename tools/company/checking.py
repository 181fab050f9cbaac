"""A company's files against what the tables hold: what is new, and what cannot be.

Nothing is written before everything here has passed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from functools import cache

from commissions.application.company_files.problems import Problem
from commissions.application.company_files.sku_changes import new_versions
from commissions.aws.secrets import secrets
from commissions.domain.catalogue.sku_map import SkuVersion
from commissions.domain.people.genealogy import HISTORY, UnknownMember
from commissions.domain.people.member import LinkedToAnother
from commissions.domain.registration import AccountLink, Registration
from commissions.domain.sales.attribution import Rate
from commissions.domain.stores.store import Store, UnknownStore
from commissions.platforms import customer_hash
from commissions.tables import (
    genealogy,
    members,
    orders_by_day,
    plans,
    rates,
    stores,
)
from tools.company import (
    backdated_rows,
    brand,
    genealogy_checks,
    one_shop,
    placement_checks,
    plan_checks,
)
from tools.company.customers import Account
from tools.company.folder import Company
from tools.company.genealogy_checks import People
from tools.company.placement_checks import Seating
from tools.company.refused import Refused
from tools.company.registrations import FOR_PREVIEWS, REGISTERED_AT, Loading, StatedTimes


@dataclass(frozen=True, slots=True)
class Changes:
    """What a company's files say that the tables do not say yet."""

    plan: str = ""
    rates: tuple[Rate, ...] = ()
    stores: tuple[Store, ...] = ()
    """New ones and changed ones."""
    changed_stores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By the id of a store that was known, which of its fields are others now."""
    people: People = field(default_factory=People)
    seating: Seating = field(default_factory=Seating)
    customers: tuple[tuple[Account, AccountLink], ...] = ()
    skus: tuple[tuple[str, SkuVersion], ...] = ()
    notices: tuple[str, ...] = ()
    """What is right, and may surprise."""


def check(company: Company, now: datetime) -> Changes:
    """Raises Refused with everything that does not fit."""
    problems: list[Problem] = []
    known_stores = {store.store_id: store for store in stores.all_stores()}
    stated_stores = company.stores.stores if company.stores else ()
    named_stores = {store.store_id: store for store in stated_stores} | known_stores
    ids = set(named_stores)
    notices = brand.notices(company.accent)
    loading = Loading(now, cache(orders_by_day.has_orders))
    people = genealogy_checks.check(company.people, loading, problems)
    notices += backdated_rows.notices(people, ids, loading)
    told_stores = tuple(_stores(company, known_stores, loading, problems, notices))
    changes = Changes(
        plan=plan_checks.check(company, problems, notices),
        rates=tuple(_rates(company, problems)),
        stores=told_stores,
        changed_stores={
            each.store_id: _changed_fields(known_stores[each.store_id], each)
            for each in told_stores
            if each.store_id in known_stores
        },
        people=people,
        seating=placement_checks.check(company, people, now, problems),
        customers=tuple(_customers(company, named_stores, loading, problems)),
        skus=new_versions(company.skus, ids, problems, notices),
        notices=tuple(notices),
    )
    problems += _store_misfits(company)
    if problems:
        raise Refused(problems)
    return changes


def _stores(
    company: Company,
    known: Mapping[str, Store],
    loading: Loading,
    problems: list[Problem],
    notices: list[str],
) -> Iterator[Store]:
    """Those that are new or changed; one that was closed by law is not opened by a file."""
    for stated in company.stores.stores if company.stores else ():
        standing = known.get(stated.store_id)
        if company.stores:
            one_shop.check(company.stores, stated, known, problems, notices)
        store = replace(stated, owners=_owners(stated, standing, loading))
        if company.stores and any(each.registered_at for each in stated.owners):
            field = f"owner_{REGISTERED_AT}"
            problems.append(company.stores.problem(store.store_id, field, FOR_PREVIEWS))
        if standing and standing.closed:
            notices.append(f"{store.store_id} is closed and stays closed: it asked to be erased.")
        elif standing != store:
            yield store


def _changed_fields(standing: Store, told: Store) -> tuple[str, ...]:
    names = (each.name for each in fields(Store))
    return tuple(name for name in names if getattr(standing, name) != getattr(told, name))


def _owners(stated: Store, standing: Store | None, loading: Loading) -> tuple[Registration, ...]:
    """Whose site it was and is: what was decided of the owners before stays."""
    if standing is None or not standing.owner or standing.owner == stated.owner:
        return standing.owners if standing and standing.owner else stated.owners
    said = stated.owners[-1].since if stated.owners else None
    new = loading.of_store(stated.owner, stated.store_id, StatedTimes(said))
    return (*(standing.owners or (Registration(standing.owner),)), new)


def _rates(company: Company, problems: list[Problem]) -> Iterator[Rate]:
    standing = rates.known_rates([quote.rate for quote in company.rates])
    for quote in company.rates:
        stands = standing.get(quote.key)
        if stands is None:
            yield quote.rate
        elif stands.rate != quote.rate.rate:
            problems.append(quote.row.problem("rate", rates.RateAlreadySet(stands)))


def _store_misfits(company: Company) -> Iterator[Problem]:
    """Stores whose plan or owner is nowhere to be found."""
    file, published = company.stores, company.plan
    people = {person.member.member_id for person in company.people}
    for store in file.stores if file else ():
        own = published is not None and published.plan.plan_id == store.plan
        if file and not own and not plans.versions(store.plan):
            yield file.problem(store.store_id, "plan", f"no plan {store.plan!r} is published")
        if (
            file
            and store.owner
            and store.owner not in people | genealogy.edges([store.owner]).keys()
        ):
            yield file.problem(store.store_id, "owner", f"{store.owner} is nobody in the tree")


def _customers(
    company: Company, named_stores: Mapping[str, Store], loading: Loading, problems: list[Problem]
) -> Iterator[tuple[Account, AccountLink]]:
    enrolled = {person.member.member_id: person.member.created_at for person in company.people}
    others = members.known({each.member_id for each in company.customers} - enrolled.keys())
    enrolled |= {name: member.created_at for name, member in others.items()}
    for account in company.customers:
        if account.store_id not in named_stores:
            problems.append(account.row.problem("store_id", UnknownStore(account.store_id)))
            continue
        if account.times.registered_at:
            problems.append(account.row.problem(REGISTERED_AT, FOR_PREVIEWS))
        if account.member_id not in enrolled:
            stranger = UnknownMember(account.member_id)
            problems.append(account.row.problem("distributor_id", stranger))
        owner, kind = _linked(account, named_stores[account.store_id])
        if owner not in ("", account.member_id):
            taken = LinkedToAnother(account.store_id, owner)
            problems.append(account.row.problem("customer_id", taken))
        if (owner, kind) != (account.member_id, account.kind):
            times = loading.of_store(account.member_id, account.store_id, account.times)
            yield account, account.link(times, enrolled.get(account.member_id))


def _linked(account: Account, store: Store) -> tuple[str, str]:
    if not (key := secrets(store).customer_key):
        return "", ""
    hashed = customer_hash(account.store_id, account.customer_id, key)
    link = members.resolve((), account.store_id, hashed).account
    # What only shows what orders say gives way to what the company says.
    return (link.member, link.kind) if link and link.by != HISTORY else ("", "")
