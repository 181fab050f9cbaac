"""What tests of loading a company look at: rows of its files, and what stands in the tables."""

from collections.abc import Callable
from datetime import UTC, datetime

import boto3

from commissions.tables import genealogy, skus
from tools.company.writing import Loaded

NOW = datetime(2026, 11, 20, tzinfo=UTC)
NOTHING = Loaded(
    plans=0,
    rates=0,
    stores=0,
    distributors=0,
    moves_and_changes=0,
    members=0,
    customers=0,
    skus=0,
)
PEOPLE = "distributor_id,sponsor_id,status,rank,country,tax_id,created_at,referral_code"
SINCE = f"{PEOPLE},effective_from"
SKUS = (
    "store_id,platform_sku,sku_id,name,category,commission_class,pv,bv,cv,qv,effective_from,bundle"
)
Load = Callable[..., Loaded]


def on(month: int, day: int = 15) -> datetime:
    return datetime(2026, month, day, tzinfo=UTC)


Refusal = Callable[..., list[str]]


def contents() -> list[object]:
    """All that stands in the tables people fill."""
    tables = ("Skus", "Members", "Genealogy", "Placements", "Stores", "Plans", "Rates")
    return [boto3.client("dynamodb").scan(TableName=f"{name}Table")["Items"] for name in tables]


def person(member: str, sponsor: str, *, status: str = "active", rank: str = "associate") -> str:
    return f"{member},{sponsor},{status},{rank},US,,2026-01-05,"


def line(member: str, at: datetime = NOW) -> str:
    return " < ".join(ancestor.member for ancestor in genealogy.line(member, at))


def cv(sku: str, at: datetime = NOW, store: str = "tea-us") -> list[str]:
    return [value.cv for value in skus.values_in_force(store, [sku], at).values()]
