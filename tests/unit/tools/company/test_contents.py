from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commissions.domain.catalogue.sku_values import Component
from commissions.domain.stores.store import RETAIL_CHANNEL, STORE_DEFAULTS
from tools import company
from tools.company import Refused, read_secrets

DEMO = Path(__file__).parents[4] / "company"
Refusal = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("rate", "reason"),
    [
        ("2026-11-02,EUR,USD,0,", "rate: 0 is not more than 0"),
        ("2026-11-02,EUR,USD,1e2,", "rate: '1e2' is not a decimal number"),
        ("2026-11-02,EUX,USD,1,", "currency: 'EUX' is not a currency code that we know"),
        ("2026-11-02,USD,USD,1,", "base: is the currency itself, which needs no rate"),
        ("2026-11-31,EUR,USD,1,", "day: '2026-11-31' is no day such as 2026-11-01: day is out"),
    ],
)
def test_a_rate_is_a_number_of_a_day_between_two_currencies(
    refusal: Refusal, rate: str, reason: str
) -> None:
    assert reason in refusal("rates.csv", rate)[0]


def test_a_day_has_one_rate(refusal: Refusal) -> None:
    rows = ("2026-11-02,EUR,USD,1.08,", "2026-11-02,EUR,USD,1.09,")

    assert refusal("rates.csv", *rows) == ["rates.csv:3: day: this day's rate is in line 2 too"]


def test_a_distributor_can_have_a_history(read: Callable[..., company.Company]) -> None:
    [hal] = read(
        "distributors.csv",
        "hal,fay,active,silver,DE,,2026-04-13,HAL,,2026-06-01",
        "hal,gil,active,associate,DE,,2026-04-13,HAL,,",
    ).people

    edges = [edge for _, edge in hal.edges(datetime(2026, 11, 20, tzinfo=UTC), is_new=True)]

    assert [(f"{edge.since:%m-%d}", edge.sponsor, edge.rank) for edge in edges] == [
        ("04-13", "gil", "associate"),
        ("06-01", "fay", "silver"),
    ]


def test_a_history_tells_of_one_person(refusal: Refusal) -> None:
    rows = (
        "hal,fay,active,silver,DE,,2026-04-13,HAL,,",
        "hal,fay,active,silver,US,,2026-04-13,HAL,,",
    )

    assert refusal("distributors.csv", *rows) == [
        "distributors.csv:3: country: is not the one of hal in line 2",
        "distributors.csv:3: effective_from: is the one of hal in line 2: give each row its own",
    ]


def test_nobody_stands_in_the_tree_before_their_first_day(refusal: Refusal) -> None:
    row = "hal,fay,active,silver,DE,,2026-04-13,HAL,,2026-04-01"

    assert "2026-04-01 00:00 lies before created_at" in refusal("distributors.csv", row)[0]


def test_a_referral_code_is_one_persons(refusal: Refusal) -> None:
    rows = ("ann,,active,,US,,2026-01-05,TEA,,", "bob,ann,active,,US,,2026-01-05,tea,,")

    assert refusal("distributors.csv", *rows) == [
        "distributors.csv:3: referral_code: TEA is also that of ann in line 2"
    ]


def test_a_moment_without_a_timezone_is_refused(refusal: Refusal) -> None:
    row = "ann,,active,,US,,2026-01-05T09:00:00,ANN,,"

    assert "has no timezone" in refusal("distributors.csv", row)[0]


def test_a_bundle_says_what_it_holds(read: Callable[..., company.Company]) -> None:
    row = "tea-us,DUO,duo,Duo,set,standard,,,,,2026-01-01,TEA-1*2 + 50%*OFF*0.5,"

    [duo] = read("skus.csv", row).skus

    assert [(part.platform_sku, str(part.qty)) for part in duo.listing.value.components] == [
        ("TEA-1", "2"),
        ("50%*OFF", "0.5"),
    ]
    assert isinstance(duo.listing.value.components[0], Component)


@pytest.mark.parametrize(
    ("written", "said", "holds", "cv"),
    [
        ("own", "own", [], "7"),
        (" Parts ", "parts", [], "7"),
        ("own: TEA-1*2 + MUG*1", "own", ["TEA-1", "MUG"], "7"),
        ("parts:TEA-1*2", "parts", ["TEA-1"], "7"),
        ("TEA-1*2", "", ["TEA-1"], "7"),
        ("", "", [], "7"),
    ],
)
def test_a_bundle_says_what_counts_of_it(
    read: Callable[..., company.Company], written: str, said: str, holds: list[str], cv: str
) -> None:
    [kit] = read(
        "skus.csv", f"tea-us,KIT,kit,Kit,set,standard,7,7,{cv},7,2026-01-01,{written},"
    ).skus

    value = kit.listing.value
    assert (value.bundle, value.cv) == (said, cv)
    assert [part.platform_sku for part in value.components] == holds


def test_a_bundle_that_is_worth_its_parts_needs_no_volumes(
    read: Callable[..., company.Company], refusal: Refusal
) -> None:
    row = "tea-us,KIT,kit,Kit,set,standard,,,,,2026-01-01,"

    [kit] = read("skus.csv", f"{row}parts,").skus
    assert (kit.listing.value.cv, kit.sums_up) == ("0", False)
    assert refusal("skus.csv", f"{row}own,")[0] == "skus.csv:2: bv: has to be stated"


def test_a_word_that_says_nothing_of_a_bundle_is_refused(refusal: Refusal) -> None:
    row = "tea-us,KIT,kit,Kit,set,standard,7,7,7,7,2026-01-01,both,"

    assert refusal("skus.csv", row) == [
        "skus.csv:2: bundle: 'both' is neither own nor parts, nor what it holds"
    ]


def test_a_bundle_that_says_it_wrongly_is_refused(refusal: Refusal) -> None:
    row = "tea-us,DUO,duo,Duo,set,standard,,,,,2026-01-01,TEA-1+MUG-1*0,"

    assert refusal("skus.csv", row) == [
        "skus.csv:2: bundle: 'MUG-1*0' is not a SKU and how many of it, such as TEA-1*2",
        "skus.csv:2: bundle: 'TEA-1' is not a SKU and how many of it, such as TEA-1*2",
        "skus.csv:2: bv: has to be stated",
        "skus.csv:2: cv: has to be stated",
        "skus.csv:2: pv: has to be stated",
        "skus.csv:2: qv: has to be stated",
    ]


def test_a_moment_of_a_sku_is_told_once(refusal: Refusal) -> None:
    row = "tea-us,TEA-1,tea,Tea,tea,standard,1,1,1,1,2026-01-01,,"

    assert refusal("skus.csv", row, row) == [
        "skus.csv:3: effective_from: TEA-1 has this moment in line 2"
    ]


def test_an_account_is_one_persons(refusal: Refusal) -> None:
    rows = ("tea-us,77,gil,participant", "tea-us,77,hal,participant")

    assert refusal("customers.csv", *rows) == [
        "customers.csv:3: customer_id: this account is in line 2 too"
    ]


STORE = """
stores:
  tea-us:
    platform: shopify
    mode: retail_channel
    currency: USD
    plan: harbour
    domain: tea-us.myshopify.com
""".strip()


def test_a_store_that_says_no_more_has_the_usual_policies(
    read: Callable[..., company.Company],
) -> None:
    stores = read("stores.yaml", STORE).stores

    assert stores
    assert stores.stores[0].carriers == ("discount_code", "cart_attribute", "landing_site")
    assert stores.stores[0].policies.cancellation == "reverse_all"


def test_a_store_says_after_how_many_days_it_wants_to_see_goods_without_money(
    read: Callable[..., company.Company],
) -> None:
    stores = read("stores.yaml", f"{STORE}\n    policies: {{return_without_money_days: 0}}").stores

    assert stores
    usual = STORE_DEFAULTS[RETAIL_CHANNEL]
    assert stores.stores[0].policies == replace(usual, return_without_money_days=0)
    assert usual.return_without_money_days == 14


@pytest.mark.parametrize("code", ["ANG", "BGN", "JEP", "HRK", "USDC"])
def test_stores_and_rates_know_every_currency_that_orders_come_in(
    read: Callable[..., company.Company], code: str
) -> None:
    stores = read("stores.yaml", STORE.replace("USD", code)).stores
    found = read("rates.csv", f"2026-11-02,{code},EUR,0.5,")

    assert stores
    assert stores.stores[0].currency == code
    assert found.rates
    assert found.rates[0].rate.currency == code


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ("mode: buyers", "stores.yaml:4: stores.tea-us.mode: 'buyers' is not one of"),
        (
            "platform: prestashop",
            "stores.yaml:3: stores.tea-us.platform: 'prestashop' is not one of",
        ),
        ("domain: shop.example.org", "stores.yaml:7: stores.tea-us.domain: 'shop.example.org'"),
        ("    owner: ann", "stores.yaml:8: stores.tea-us.owner: goes with mode replicated_site"),
        ("    password: x", "stores.yaml:8: stores.tea-us.password: is no field here"),
        ("    plan: other", "stores.yaml:8: stores.tea-us.plan: is stated in line 6 too"),
        ("    policies: {paid: []}", "stores.yaml:8: stores.tea-us.policies.paid: has to name"),
        *(
            (
                f"    policies: {{return_without_money_days: {wrong}}}",
                "stores.yaml:8: stores.tea-us.policies.return_without_money_days: "
                "has to be a whole number from 0 to 3660",
            )
            for wrong in ("-1", '"14"', "true", "3661")
        ),
        ("    carriers: [email]", "stores.yaml:8: stores.tea-us.carriers[0]: 'email' is not"),
        ("    currency: [", "stores.yaml:8: is no YAML"),
    ],
)
def test_a_store_says_what_it_is_in_known_words(refusal: Refusal, wrong: str, problem: str) -> None:
    key = wrong.split(":")[0]
    known = [line for line in STORE.splitlines() if line.startswith(f"    {key}:")]
    text = STORE.replace(known[0], f"    {wrong}") if known else f"{STORE}\n{wrong}"

    assert any(each.startswith(problem) for each in refusal("stores.yaml", text))


def test_a_shop_that_does_not_say_its_name_is_refused(refusal: Refusal) -> None:
    text = STORE.replace("    domain: tea-us.myshopify.com", "")

    assert any("domain: has to be stated" in each for each in refusal("stores.yaml", text))


def test_a_wrong_plan_is_told_by_field_and_line(refusal: Refusal) -> None:
    text = (DEMO / "plan.yaml").read_text().replace("kind: customer", "kind: friends", 1)

    [problem] = refusal("plan.yaml", text)

    line = text.splitlines().index("    kind: friends") + 1
    assert problem.startswith(f"plan.yaml:{line}: bonuses[0].kind: ")


def test_a_secret_that_is_refused_is_not_repeated(tmp_path: Path) -> None:
    file = tmp_path / "secrets.yaml"
    file.write_text("tea-us: {webhook: hush}\nb2b: {api_key: 12345}\n")

    with pytest.raises(Refused) as error:
        read_secrets(file)

    assert [str(problem) for problem in error.value.problems] == [
        "secrets.yaml:1: tea-us.webhook: has to be a secret of 16 to 256 characters",
        "secrets.yaml:2: b2b.api_key: has to be a key of 16 to 256 characters",
    ]
