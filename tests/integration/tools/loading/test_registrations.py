"""From when on a code, an account and a site lead to somebody: decided when they are loaded."""

from datetime import datetime, timedelta

import pytest

from commissions.aws.secrets import secrets
from commissions.domain.ledger.facts import fact
from commissions.domain.registration import AccountLink, Registration
from commissions.platforms import customer_hash
from commissions.tables import ledger, members, stores
from commissions.tables.ledger import FactRow
from tests.support.company_loading import NOW, PEOPLE, Load, Refusal
from tests.support.orders import an_order

LATER = NOW + timedelta(days=30)
WEEK = timedelta(days=7)
ACCOUNTS = "store_id,customer_id,distributor_id,kind"
SITE = """
stores:
  ann-shop:
    platform: shopify
    mode: replicated_site
    owner: {owner}
    currency: USD
    plan: harbour
    domain: ann-shop.myshopify.com
"""
pytestmark = pytest.mark.usefixtures("demo")


def an_order_is_known(store_id: str) -> None:
    order = an_order(store_id=store_id)
    stored = ledger.read(order.order_key)
    assert ledger.write(stored, [FactRow(fact(order), "i", NOW)], (), waiting=False, order=order)


def account(customer: str, store_id: str = "tea-us") -> AccountLink | None:
    hashed = customer_hash(store_id, customer, secrets(stores.get(store_id)).customer_key)
    return members.resolve([], store_id, hashed).account


def times(found: Registration | None) -> tuple[datetime | None, datetime | None]:
    assert found is not None
    return found.since, found.registered_at


def code(name: str) -> list[tuple[str, datetime | None, datetime | None]]:
    spans = members.resolve([name], "", "").codes[name]
    return [(each.member, *times(each)) for each in spans]


def a_row(member: str, code: str, since: str = "") -> str:
    return f"{member},ann,active,associate,US,,2026-01-05,{code},{since}"


CODES = f"{PEOPLE},code_since"


def test_what_is_loaded_before_any_order_is_known_holds_always(load: Load) -> None:
    load("customers.csv", ACCOUNTS, "tea-us,88,cara,participant", now=LATER)
    load("distributors.csv", CODES, a_row("new", "NEW-1"), now=LATER)

    assert times(account("88")) == (None, None)
    assert code("NEW-1") == [("new", None, None)]


def test_an_account_that_is_loaded_later_holds_from_then_on(load: Load) -> None:
    an_order_is_known("tea-us")
    load("customers.csv", ACCOUNTS, "tea-us,88,cara,participant", now=LATER)
    load("customers.csv", ACCOUNTS, "tea-eu,88,cara,participant", now=LATER)

    assert times(account("88")) == (LATER, LATER)
    assert times(account("88", "tea-eu")) == (None, None)


def test_a_row_says_itself_from_when_on_it_holds(load: Load) -> None:
    an_order_is_known("tea-us")
    since = "2026-11-15"
    load("customers.csv", f"{ACCOUNTS},since", f"tea-us,88,cara,,{since}", now=LATER)

    found = account("88")
    assert found is not None
    assert (f"{found.since:%Y-%m-%d}", found.registered_at) == (since, LATER)
    assert found.enrolled_at is not None


def test_what_was_decided_once_stays(load: Load) -> None:
    an_order_is_known("tea-us")
    load("customers.csv", ACCOUNTS, "tea-us,88,cara,participant", now=LATER)
    load("customers.csv", ACCOUNTS, "tea-us,88,cara,preferred", now=LATER + WEEK)

    found = account("88")
    assert found is not None
    assert (found.kind, *times(found)) == ("preferred", LATER, LATER)


def test_a_new_code_may_have_been_out_before(load: Load) -> None:
    an_order_is_known("tea-us")
    load("distributors.csv", CODES, a_row("new", "NEW-1"), now=LATER)

    assert code("NEW-1") == [("new", None, LATER)]


def test_a_code_is_handed_on_from_when_its_row_says(load: Load, refusal: Refusal) -> None:
    an_order_is_known("tea-us")
    [refused] = refusal("distributors.csv", CODES, a_row("new", "CARA-7"))
    load("distributors.csv", CODES, a_row("new", "CARA-7", "2026-12-01"), now=LATER)

    assert refused.endswith("say with code_since from when on it is new's")
    assert [member for member, *_ in code("CARA-7")] == ["cara", "new"]
    assert code("CARA-7")[0][1:] == (None, None)
    assert code("CARA-7")[1][2] == LATER


def test_a_site_keeps_whose_it_was(load: Load) -> None:
    an_order_is_known("ann-shop")
    load("stores.yaml", SITE.format(owner="cara"), now=LATER)
    stood = stores.get("ann-shop")
    load("stores.yaml", SITE.format(owner="cara"), now=LATER + WEEK)

    assert stood.owner == "cara"
    assert stood.owners == (Registration("ann"), Registration("cara", LATER, LATER))
    assert stores.get("ann-shop") == stood


@pytest.mark.parametrize(
    ("file", "rows"),
    [
        ("customers.csv", (f"{ACCOUNTS},registered_at", "tea-us,88,cara,,2026-11-15")),
        ("distributors.csv", (f"{PEOPLE},registered_at", a_row("new", "NEW-1", "2026-11-15"))),
        ("stores.yaml", (f'{SITE.format(owner="ann")}    owner_registered_at: "2026-11-15"',)),
    ],
)
def test_when_something_was_registered_is_said_by_loading_it(
    refusal: Refusal, file: str, rows: tuple[str, ...]
) -> None:
    assert "registered_at: is for previews" in refusal(file, *rows)[0]
