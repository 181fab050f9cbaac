"""A company's folder, read as a whole."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from commissions.application.company_files import skus
from commissions.application.company_files.problems import Problem
from commissions.application.company_files.skus import SkuEntry
from commissions.domain.plans import Plan, PlanRefused
from commissions.pages.brand import Accent
from tools.company import (
    brand,
    customers,
    distributors,
    placements,
    rates,
    stores,
    yaml_documents,
)
from tools.company.customers import Account
from tools.company.distributors import Person
from tools.company.placements import StatedSeat
from tools.company.rates import Quote
from tools.company.refused import Refused
from tools.company.stores import Stores
from tools.company.yaml_documents import Document

if TYPE_CHECKING:
    from commissions.plan_schema.volume_ratios import VolumeRatios

PLAN = "plan.yaml"
FILES = (
    distributors.FILE,
    skus.FILE,
    stores.FILE,
    PLAN,
    rates.FILE,
    customers.FILE,
    placements.FILE,
    brand.FILE,
)


@dataclass(frozen=True, slots=True)
class PlanFile:
    document: Document
    plan: Plan
    pays_at_most: tuple[str, ...] = ()
    """In sentences."""
    refused: tuple[Problem, ...] = ()
    """Why it cannot be published, where it does not stand yet."""

    def problem(self, reason: object) -> Problem:
        return Problem(self.document.file, self.document.line("plan.version"), "plan", str(reason))


@dataclass(frozen=True, slots=True)
class Company:
    """What the files say; a file that is not there says nothing."""

    people: tuple[Person, ...] = ()
    skus: tuple[SkuEntry, ...] = ()
    stores: Stores | None = None
    plan: PlanFile | None = None
    rates: tuple[Quote, ...] = ()
    customers: tuple[Account, ...] = ()
    placements: tuple[StatedSeat, ...] = ()
    accent: Accent | None = None

    def enrolled_at(self, member_id: str) -> datetime | None:
        """When somebody of the files became a member."""
        found = (each.member for each in self.people if each.member.member_id == member_id)
        return next((member.created_at for member in found), None)


def read(folder: Path) -> Company:
    """Raises Refused with everything that is wrong in any of the files."""
    problems: list[Problem] = []
    if not folder.is_dir():
        raise Refused([Problem(folder.name, 0, "", "is no folder")])
    if not any((folder / file).exists() for file in FILES):
        raise Refused([Problem(folder.name, 0, "", f"holds none of {', '.join(FILES)}")])

    def of[T](file: str, reader: Callable[[Path, list[Problem]], T], nothing: T) -> T:
        return reader(folder, problems) if (folder / file).exists() else nothing

    entries: tuple[SkuEntry, ...] = of(skus.FILE, skus.read, ())
    company = Company(
        people=of(distributors.FILE, distributors.read, ()),
        skus=entries,
        stores=of(stores.FILE, stores.read, None),
        plan=_plan(folder, entries, problems) if (folder / PLAN).exists() else None,
        rates=of(rates.FILE, rates.read, ()),
        customers=of(customers.FILE, customers.read, ()),
        placements=of(placements.FILE, placements.read, ()),
        accent=of(brand.FILE, brand.read, None),
    )
    if problems:
        raise Refused(problems)
    return company


def _plan(folder: Path, entries: Sequence[SkuEntry], problems: list[Problem]) -> PlanFile | None:
    if not (document := yaml_documents.read(folder / PLAN, problems)):
        return None
    # Whole models, for who reads a plan.
    from commissions.plan_schema import not_to_be_published, read_published

    ratios = _ratios(entries)
    try:
        found = read_published(document.content, ratios)
    except PlanRefused as error:
        problems += map(document.problem, error.problems)
        return None
    return PlanFile(
        document,
        found.plan,
        tuple(found.worst_case.sentences()),
        tuple(map(document.problem, not_to_be_published(found.words, ratios))),
    )


def _ratios(entries: Sequence[SkuEntry]) -> "VolumeRatios | None":
    """Of all versions that the file has, but of what ends a SKU; None where it has none. What a
    bundle is worth by its parts is bounded by these."""
    from commissions.plan_schema.volume_ratios import VolumeRatios

    worth = [each.listing.value for each in entries if not each.listing.retired]
    return VolumeRatios(worth) if worth else None
