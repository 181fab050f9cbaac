"""A company's registers answer alike, whether they are in tables or in memory."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from commissions.application.registers import Registers, SaleRegisters, ValueRegisters
from commissions.aws import cache, secrets
from commissions.domain.people.genealogy import (
    HISTORY,
    NotYetAMember,
    UnknownMember,
    UnknownSponsor,
)
from commissions.domain.people.member import Resolved
from commissions.domain.plans import UnknownPlan
from commissions.domain.registration import AccountLink, Registration
from commissions.domain.sales.customer_place import CustomerPlace, placed_as
from commissions.domain.stores.store import UnknownStore
from commissions.platforms import customer_hash
from commissions.tables import customer_places, plans, sale_registers, value_registers
from tools import company
from tools.company.registers import registers_of

DEMO = Path(__file__).parents[2] / "company"
NOW = datetime(2026, 11, 20, tzinfo=UTC)
KEY = b"of the contract test"
CUSTOMER = "5" * 64
BUYER = placed_as(CUSTOMER)


class OnTables:
    """The tables' registers, which a step has only those of that it reads."""

    def __getattr__(self, name: str) -> Any:
        if name == "plan":
            return plans.get
        of_values: ValueRegisters = value_registers
        of_sales: SaleRegisters = sale_registers
        return getattr(of_values, name, None) or getattr(of_sales, name)


@dataclass(frozen=True, slots=True)
class Kept:
    registers: Registers
    hashed: Callable[[str, str], str]
    """What stands for a customer of a store."""
    keep: Callable[[str, str, Sequence[CustomerPlace]], bool]


@pytest.fixture(params=["tables", "memory"])
def kept(request: pytest.FixtureRequest) -> Kept:
    if request.param == "memory":
        found = registers_of(company.read(DEMO), KEY)
        return Kept(found, lambda store, customer: customer_hash(store, customer, KEY), found.keep)
    request.getfixturevalue("aws")
    company.write(company.read(DEMO), now=NOW)
    cache.forget_all()
    on_tables: Any = OnTables()
    return Kept(on_tables, _hashed_with_own_key, customer_places.keep)


@pytest.fixture
def registers(kept: Kept) -> Registers:
    return kept.registers


def _hashed_with_own_key(store: str, customer: str) -> str:
    return customer_hash(store, customer, secrets.secrets(store).customer_key)


def on(month: int, day: int = 15, year: int = 2026) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


def upline(registers: Registers, member: str, at: datetime) -> str:
    return " < ".join(f"{each.member} {each.status}" for each in registers.line(member, at))


def test_a_store_is_found_by_its_id(registers: Registers) -> None:
    assert registers.store("ann-shop").owner == "ann"
    with pytest.raises(UnknownStore, match="no store 'tea-mars'"):
        registers.store("tea-mars")


@pytest.mark.parametrize(
    ("sku", "at", "cv"),
    [
        ("TEA-BLACK-250", on(12, year=2025), ""),
        ("TEA-BLACK-250", on(10, 31), "25.00"),
        ("TEA-BLACK-250", on(11, 1), "27.50"),
        ("TEA-DUO", on(6), "68"),
        ("id:44100000007", on(6), "8.50"),
        ("TEA-OOLONG-50", on(6), ""),
    ],
)
def test_a_sku_is_worth_what_it_was_worth_then(
    registers: Registers, sku: str, at: datetime, cv: str
) -> None:
    found = registers.values_in_force("tea-us", [sku, "NOBODYS"], at)

    assert {name: value.cv for name, value in found.items()} == ({sku: cv} if cv else {})


def test_a_sku_of_another_store_is_worth_nothing_here(registers: Registers) -> None:
    assert registers.values_in_force("ann-shop", ["HONEY-500"], on(6)) == {}


def test_codes_and_accounts_lead_to_people(kept: Kept) -> None:
    account = kept.hashed("tea-us", "7700000000004")

    found = kept.registers.resolve([" cara-7", "NOBODY"], "tea-us", account)

    assert found == Resolved(
        {"CARA-7": (Registration("cara"),)},
        AccountLink("gil", kind="participant", enrolled_at=on(3, 23)),
    )


def test_an_account_is_one_stores(kept: Kept) -> None:
    account = kept.hashed("tea-us", "7700000000004")

    assert kept.registers.resolve([], "tea-eu", account) == Resolved({})
    assert kept.registers.resolve([], "tea-us", "") == Resolved({})


def test_a_line_is_as_it_was_then(registers: Registers) -> None:
    assert upline(registers, "hal", on(5)) == "hal active < gil active < fay active < ann active"
    assert upline(registers, "hal", on(7)) == "hal active < fay active < ann active"
    assert upline(registers, "cara", on(11)).startswith("cara active < dan inactive < bob active")


def test_there_is_no_line_of_strangers_or_of_those_to_come(registers: Registers) -> None:
    with pytest.raises(UnknownMember, match="zoe is nobody"):
        registers.line("zoe", on(11))
    with pytest.raises(NotYetAMember, match="hal is a member from 2026-04-13"):
        registers.line("hal", on(2))


def stands(kept: Kept, sponsor: str, day: int = 11) -> bool:
    """What a customer's orders say, shown in the tree."""
    places = [CustomerPlace(sponsor, on(day))] if sponsor else []
    return kept.keep("tea-eu", CUSTOMER, places)


def test_a_customer_stands_where_the_orders_say_until_they_say_something_else(kept: Kept) -> None:
    assert (stands(kept, "cara"), stands(kept, "cara")) == (True, False)
    assert upline(kept.registers, BUYER, on(12)).startswith(f"{BUYER} customer < cara active")

    assert stands(kept, "bob", 10) is True
    assert upline(kept.registers, BUYER, on(11)).startswith(f"{BUYER} customer < bob active")
    assert (stands(kept, ""), stands(kept, "")) == (True, False)
    with pytest.raises(UnknownMember):
        kept.registers.line(BUYER, on(12))


def test_what_orders_say_of_a_customer_is_no_word_of_the_companys(kept: Kept) -> None:
    stands(kept, "cara")

    account = kept.registers.resolve([], "tea-eu", CUSTOMER).account
    assert kept.registers.decided_line(BUYER, on(12)) == ()
    assert account == AccountLink(BUYER, kind="retail", by=HISTORY)
    assert kept.registers.decided_line("cara", on(12))[0].member == "cara"
    assert kept.registers.decided_line("zoe", on(12)) == ()
    assert kept.registers.decided_line("hal", on(2)) == ()


def test_no_customer_stands_under_a_stranger(kept: Kept) -> None:
    with pytest.raises(UnknownSponsor, match=f"zoe, the sponsor of {BUYER}"):
        stands(kept, "zoe")


def test_a_plan_is_in_force_from_its_first_day(registers: Registers) -> None:
    found = registers.plan_in_force("harbour", on(11))

    assert found is not None
    assert registers.plan(found.ref) == found
    assert registers.plan_in_force("harbour", on(12, year=2025)) is None
    assert registers.plan_in_force("mars", on(11)) is None
    with pytest.raises(UnknownPlan, match="harbour version 9"):
        registers.plan(replace(found.ref, version=9))


@pytest.mark.parametrize(
    ("currency", "day", "rate"),
    [
        ("EUR", date(2026, 11, 2), "1.0816 of 2026-11-02"),
        ("EUR", date(2026, 11, 1), "none"),
        ("EUR", date(2027, 6, 1), "none"),
        ("USD", date(2027, 6, 1), "1 of 2027-06-01"),
        ("CHF", date(2026, 11, 2), "none"),
    ],
)
def test_a_day_has_its_rate(registers: Registers, currency: str, day: date, rate: str) -> None:
    found = registers.rate(currency, "USD", day)

    assert (f"{found.rate} of {found.day}" if found else "none") == rate


def test_a_rate_stands_in_for_a_week(registers: Registers) -> None:
    found = [registers.rate("EUR", "USD", date(2027, 1, day)) for day in (7, 8)]

    assert [each and each.day for each in found] == ["2026-12-31", None]
