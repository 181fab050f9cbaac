"""A company's folder as registers in memory, for what needs no stack."""

from collections import defaultdict
from collections.abc import Iterator

from commissions.application.company_files import bundles
from commissions.application.company_files.problems import Problem
from commissions.application.company_files.skus import SkuEntry
from commissions.application.preview.registers import InMemoryRegisters
from commissions.domain.catalogue.sku_map import SkuVersion
from commissions.domain.people.genealogy import (
    Edge,
    Misplaced,
    NoLine,
    UnknownMember,
    check_sponsor,
    climb,
    new_parts,
    with_edge,
)
from commissions.domain.people.member import code_key
from commissions.domain.stores.store import Store, UnknownStore
from commissions.platforms import customer_hash
from tools.company import stores
from tools.company.distributors import Person
from tools.company.folder import PLAN, Company
from tools.company.refused import Refused

Tree = dict[str, tuple[Edge, ...]]


def registers_of(company: Company, customer_key: bytes) -> InMemoryRegisters:
    """All that the files say, checked against each other alone: nothing else is known.

    Raises Refused with everything that does not fit.
    """
    if company.stores is None or company.plan is None:
        missing = stores.FILE if company.stores is None else PLAN
        raise Refused([Problem(missing, 0, "", "is missing")])
    problems: list[Problem] = []
    found = InMemoryRegisters(
        stores={store.store_id: store for store in company.stores.stores},
        versions=_versions(company, problems),
        edges=_edges(company, problems),
        members={person.member.member_id: person.member for person in company.people},
        codes={
            code_key(person.member.referral_code): (person.code_times.of(person.member.member_id),)
            for person in company.people
            if person.member.referral_code
        },
        accounts={
            (each.store_id, customer_hash(each.store_id, each.customer_id, customer_key)): (
                each.link(each.times.of(each.member_id), company.enrolled_at(each.member_id))
            )
            for each in company.customers
        },
        plans=(company.plan.plan,),
        rates=tuple(quote.rate for quote in company.rates),
    )
    if problems := [*problems, *_misfits(company, found)]:
        raise Refused(problems)
    return found


def _versions(
    company: Company, problems: list[Problem]
) -> dict[tuple[str, str], tuple[SkuVersion, ...]]:
    by_store: dict[str, list[SkuEntry]] = defaultdict(list)
    for entry in company.skus:
        by_store[entry.store_id].append(entry)
    found: dict[tuple[str, str], tuple[SkuVersion, ...]] = {}
    for store_id, entries in by_store.items():
        for entry, version in bundles.resolved(entries, {}, problems):
            key = (store_id, entry.sku)
            found[key] = (*found.get(key, ()), version)
    return found


def _edges(company: Company, problems: list[Problem]) -> Tree:
    tree: Tree = {}
    for person in company.people:
        try:
            tree[person.member.member_id] = _of_person(person)
        except (Misplaced, NoLine) as error:
            problems.append(person.row.problem("effective_from", error))
    return tree


def _of_person(person: Person) -> tuple[Edge, ...]:
    member = person.member.member_id
    (_, first), *others = person.edges(person.member.created_at, is_new=True)
    edges: tuple[Edge, ...] = (first,)
    for _, edge in others:
        if (new := new_parts(member, edges, edge)).parts:
            edges = with_edge(edges, new)
    return edges


def _misfits(company: Company, found: InMemoryRegisters) -> Iterator[Problem]:
    """Rows that name a sponsor, store, member or plan that the files do not have, and loops."""
    for person in company.people:
        yield from _misplaced(person, found.edges)
    for entry in company.skus:
        if entry.store_id not in found.stores:
            yield entry.row.problem("store_id", UnknownStore(entry.store_id))
    for account in company.customers:
        if account.store_id not in found.stores:
            yield account.row.problem("store_id", UnknownStore(account.store_id))
        if account.member_id not in found.members:
            yield account.row.problem("distributor_id", UnknownMember(account.member_id))
    for store in found.stores.values():
        yield from _misfits_of_store(company, store, found)


def _misfits_of_store(
    company: Company, store: Store, found: InMemoryRegisters
) -> Iterator[Problem]:
    file = company.stores
    if file and store.plan not in {plan.plan_id for plan in found.plans}:
        yield file.problem(store.store_id, "plan", f"{PLAN} is another plan than {store.plan!r}")
    if file and store.owner and store.owner not in found.edges:
        yield file.problem(store.store_id, "owner", f"{store.owner} is nobody in the tree")


def _misplaced(person: Person, tree: Tree) -> Iterator[Problem]:
    member = person.member.member_id
    for edge in tree.get(member, ()):
        try:
            check_sponsor(member, edge.sponsor or "", edge.since, tree)
            climb(member, edge.since, tree)
        except (Misplaced, NoLine) as error:
            yield person.row.problem("sponsor_id", error)
