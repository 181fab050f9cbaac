from pathlib import Path

import pytest

from commissions.aws.secrets import secrets
from commissions.domain.people.genealogy import position_at
from commissions.platforms import customer_hash
from commissions.tables import genealogy, members, plans, rates, stores
from tests.support.company_loading import (
    NOTHING,
    NOW,
    PEOPLE,
    SINCE,
    Load,
    Refusal,
    contents,
    cv,
    line,
    on,
    person,
)
from tests.support.dynamodb_calls import round_trips
from tools import company

DEMO = Path(__file__).parents[4] / "company"
pytestmark = pytest.mark.usefixtures("aws")


@pytest.mark.usefixtures("demo")
def test_the_demo_company_is_loaded_whole() -> None:
    assert line("eve") == "eve < cara < dan < bob < ann"
    assert members.members_by_code(["cara-7"]) == {"CARA-7": "cara"}
    assert stores.get("ann-shop").owner == "ann"
    assert plans.in_force("harbour", NOW)
    assert rates.at("EUR", "USD", NOW.date())
    assert cv("TEA-GREEN-100") == ["20.00"]


@pytest.mark.usefixtures("demo")
def test_loaded_twice_it_only_reads() -> None:
    before = contents()

    with round_trips() as calls:
        again = company.write(company.read(DEMO), now=NOW)

    assert again == NOTHING
    assert set(calls) == {"BatchGetItem", "Query", "Scan"}
    assert contents() == before


@pytest.mark.usefixtures("demo")
def test_a_history_stands_as_of_its_moments() -> None:
    assert line("hal", on(5)) == "hal < gil < fay < ann"
    assert line("hal", on(6)) == "hal < fay < ann"
    assert [genealogy.line("dan", on(month))[0].status for month in (9, 10)] == [
        "active",
        "inactive",
    ]


@pytest.mark.usefixtures("demo")
def test_an_account_leads_to_its_member_and_its_id_is_not_kept() -> None:
    hashed = customer_hash("tea-us", "7700000000004", secrets(stores.get("tea-us")).customer_key)

    assert members.of_customer("tea-us", hashed) == ("gil", "participant")
    assert "7700000000004" not in str(contents())


def test_a_changed_row_counts_from_now_on(load: Load) -> None:
    load("distributors.csv", PEOPLE, person("ann", ""), person("bob", "ann"))
    load("distributors.csv", PEOPLE, person("bob", "", status="inactive", rank="silver"))

    [bob] = genealogy.edges(["bob"]).values()
    assert position_at("bob", bob, on(11, 19)).sponsor == "ann"
    assert position_at("bob", bob, NOW).sponsor == ""
    assert position_at("bob", bob, NOW).rank == "silver"


def test_a_row_with_a_moment_counts_from_then_on(load: Load) -> None:
    load("distributors.csv", PEOPLE, person("ann", ""), person("bob", "ann"))
    load("distributors.csv", SINCE, person("bob", "") + ",2026-06-01")

    assert line("bob", on(5, 31)) == "bob < ann"
    assert line("bob", on(6, 1)) == "bob"


def test_people_may_stand_in_any_order_in_a_file(load: Load) -> None:
    rows = [person(f"m{n}", f"m{n + 1}" if n < 30 else "") for n in range(31)]

    assert load("distributors.csv", PEOPLE, *rows).distributors == 31

    assert len(genealogy.line("m0", NOW)) == 31


def test_two_who_change_places_do_so_at_once(load: Load) -> None:
    load("distributors.csv", PEOPLE, person("ann", ""), person("bob", "ann"), person("dan", "bob"))

    load("distributors.csv", PEOPLE, person("ann", "bob"), person("bob", ""))

    assert line("dan") == "dan < bob"
    assert line("ann") == "ann < bob"


def test_all_misfits_are_told_and_nothing_is_loaded(refusal: Refusal, load: Load) -> None:
    load("distributors.csv", PEOPLE, person("ann", ""), person("bob", "ann"))

    problems = refusal(
        "distributors.csv",
        PEOPLE,
        person("ann", "eve"),
        person("eve", "bob"),
        person("fay", "zoe"),
        person("gil", "gil"),
        person("hal", "ann"),
    )

    assert problems == [
        "distributors.csv:2: sponsor_id: ann cannot stand under eve, who stands below ann",
        "distributors.csv:3: sponsor_id: eve cannot stand under bob, who stands below eve",
        "distributors.csv:4: sponsor_id: zoe, the sponsor of fay, is nobody in the tree",
        "distributors.csv:5: sponsor_id: gil cannot sponsor themselves",
    ]


def test_two_new_ones_cannot_sponsor_each_other(refusal: Refusal) -> None:
    problems = refusal("distributors.csv", PEOPLE, person("ann", "bob"), person("bob", "ann"))

    assert problems == [
        "distributors.csv:2: sponsor_id: ann cannot stand under bob, who stands below ann",
        "distributors.csv:3: sponsor_id: bob cannot stand under ann, who stands below bob",
    ]


def test_a_sponsor_is_there_before_whom_they_sponsor(refusal: Refusal) -> None:
    late = "ann,,active,,US,,2026-03-01,"

    [problem] = refusal("distributors.csv", PEOPLE, late, person("bob", "ann"))

    assert problem.startswith("distributors.csv:3: sponsor_id: ann cannot sponsor bob from 2026-01")


def test_what_was_told_of_a_moment_is_not_told_otherwise(refusal: Refusal, load: Load) -> None:
    load("distributors.csv", SINCE, person("ann", "") + ",2026-06-01")

    [problem] = refusal("distributors.csv", SINCE, person("ann", "", rank="gold") + ",2026-06-01")

    assert problem.startswith("distributors.csv:2: effective_from: the rank of ann at 2026-06-01")


@pytest.mark.usefixtures("demo")
def test_a_first_day_and_a_code_of_somebody_else_stay(refusal: Refusal) -> None:
    row = "bob,ann,active,silver,US,tax-token-0002,2026-01-13,ANN"

    assert refusal("distributors.csv", PEOPLE, row) == [
        "distributors.csv:2: created_at: stands at 2026-01-12 00:00, and a first day stays",
        "distributors.csv:2: referral_code: the referral code ANN is that of ann; "
        "say with code_since from when on it is bob's",
    ]
