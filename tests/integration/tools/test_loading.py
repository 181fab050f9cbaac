from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import boto3
import pytest

from commissions.aws import cache
from commissions.aws.secrets import secrets
from commissions.domain.people.genealogy import position_at
from commissions.platforms import customer_hash
from commissions.tables import genealogy, members, plans, rates, skus, stores
from tests.support.dynamodb_calls import round_trips
from tools import company
from tools.company import Refused
from tools.company.writing import Loaded

pytestmark = pytest.mark.usefixtures("aws")

DEMO = Path(__file__).parents[3] / "company"
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


@pytest.fixture
def demo(aws: None) -> None:
    company.write(company.read(DEMO), now=NOW)
    cache.forget_all()


@pytest.fixture
def load(aws: None, tmp_path: Path) -> Load:
    """Loads a folder with one file in it."""

    def loading(file: str, *rows: str, now: datetime = NOW) -> Loaded:
        (tmp_path / file).write_text("\n".join(rows))
        return company.write(company.read(tmp_path), now=now)

    return loading


@pytest.fixture
def refusal(load: Load) -> Callable[..., list[str]]:
    def refused(file: str, *rows: str) -> list[str]:
        before = contents()
        with pytest.raises(Refused) as error:
            load(file, *rows)
        assert contents() == before
        return [str(problem) for problem in error.value.problems]

    return refused


Refusal = Callable[..., list[str]]


def contents() -> list[object]:
    """All that stands in the tables people fill."""
    tables = ("Skus", "Members", "Genealogy", "Stores", "Plans", "Rates")
    return [boto3.client("dynamodb").scan(TableName=f"{name}Table")["Items"] for name in tables]


def person(member: str, sponsor: str, *, status: str = "active", rank: str = "associate") -> str:
    return f"{member},{sponsor},{status},{rank},US,,2026-01-05,"


def line(member: str, at: datetime = NOW) -> str:
    return " < ".join(ancestor.member for ancestor in genealogy.line(member, at))


def cv(sku: str, at: datetime = NOW, store: str = "tea-us") -> list[str]:
    return [value.cv for value in skus.values_in_force(store, [sku], at).values()]


@pytest.mark.usefixtures("demo")
def test_the_demo_company_is_loaded_whole() -> None:
    assert line("eve") == "eve < cara < dan < bob < ann"
    assert members.member_by_code("cara-7") == "cara"
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
    hashed = customer_hash("tea-us", "7700000000004", secrets("tea-us").customer_key)

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
        "distributors.csv:2: referral_code: the referral code ANN is that of ann",
    ]


@pytest.mark.usefixtures("demo")
def test_a_bundle_is_worth_what_it_holds(load: Load) -> None:
    load(
        "skus.csv",
        SKUS,
        "tea-us,BOX,box,Box,set,standard,,,,,2026-11-02,TEA-DUO*2+TEA-BLACK-250*0.5",
        "tea-us,CRATE,crate,Crate,set,standard,,,,,2026-11-02,BOX*3",
        "tea-us,GIFT,gift,Gift,set,standard,1,1,1,1,2026-11-02,HONEY-500*1",
    )

    assert cv("TEA-DUO") == ["68"]
    assert cv("BOX") == ["149.75"]
    assert cv("CRATE") == ["449.25"]
    assert cv("GIFT") == ["1"]


@pytest.mark.usefixtures("demo")
def test_a_bundle_that_cannot_be_summed_up_is_refused(refusal: Refusal) -> None:
    problems = refusal(
        "skus.csv",
        SKUS,
        "tea-us,BOX,box,Box,set,standard,,,,,2026-11-02,HONEY-500*1",
        "tea-us,JAR,jar,Jar,set,standard,,,,,2026-11-02,TEA-WINTER*1",
        "tea-us,TIN,tin,Tin,set,standard,,,,,2026-11-02,CAN*1",
        "tea-us,CAN,can,Can,set,standard,,,,,2026-11-02,TIN*1",
        "tea-us,SIP,sip,Sip,set,standard,,,,,2026-11-02,TEA-BLACK-250*0.001",
    )

    assert problems == [
        "skus.csv:2: bundle: the bv of HONEY-500 is a share: state the bundle's own volumes",
        "skus.csv:3: bundle: TEA-WINTER has no value at 2026-11-02 00:00",
        "skus.csv:4: bundle: TIN holds itself",
        "skus.csv:5: bundle: CAN holds itself",
        "skus.csv:6: bundle: its pv is 0.028: finer than a hundredth",
    ]


@pytest.mark.usefixtures("demo")
def test_a_bundle_keeps_its_volumes_when_a_part_changes_and_that_is_told(tmp_path: Path) -> None:
    rows = (
        SKUS,
        "tea-us,TEA-GREEN-100,tea-green-100,Green,tea,standard,9,9,9,9,2026-12-01,",
        "tea-us,TEA-DUO,tea-duo,Two teas and cups,set,standard,,,,,2026-01-01,"
        "TEA-GREEN-100*2+TEA-CUPS-2*1",
    )
    (tmp_path / "skus.csv").write_text("\n".join(rows))

    [notice] = company.check(company.read(tmp_path), NOW).notices

    assert notice.startswith("skus.csv:3: TEA-GREEN-100 changes on 2026-12-01; TEA-DUO, which")


@pytest.mark.usefixtures("demo")
def test_new_values_need_a_moment_of_their_own(refusal: Refusal, load: Load) -> None:
    changed = "tea-us,HONEY-500,honey-500,Honey 500 g,pantry,standard,9,9,9,9"

    [problem] = refusal("skus.csv", SKUS, f"{changed},2026-01-01,")
    load("skus.csv", SKUS, f"{changed},2026-12-01,")

    assert problem == (
        "skus.csv:2: effective_from: HONEY-500 stands with other values from 2026-01-01 00:00: "
        "give the new ones a later effective_from"
    )
    assert (cv("HONEY-500"), cv("HONEY-500", on(12))) == (["80%"], ["9"])


@pytest.mark.usefixtures("demo")
def test_a_retired_sku_has_no_value_from_its_end_on(load: Load) -> None:
    end = "tea-us,HONEY-500,honey-500,Honey 500 g,pantry,standard,,,,,2026-12-01,,yes"

    load("skus.csv", f"{SKUS},retired", end)

    assert (cv("HONEY-500"), cv("HONEY-500", on(12))) == (["80%"], [])


@pytest.mark.usefixtures("demo")
def test_what_belongs_nowhere_is_refused(refusal: Refusal) -> None:
    sku = "tea-mars,TEA-1,tea,Tea,tea,standard,1,1,1,1,2026-01-01,"
    account = ("store_id,customer_id,distributor_id", "tea-us,7700000000004,zoe")

    assert refusal("skus.csv", SKUS, sku) == ["skus.csv:2: store_id: there is no store 'tea-mars'"]
    assert refusal("customers.csv", *account)[:2] == [
        "customers.csv:2: customer_id: this customer of tea-us is linked to gil",
        "customers.csv:2: distributor_id: zoe is nobody in the tree",
    ]


@pytest.mark.usefixtures("demo")
def test_a_rate_that_was_another_is_refused(refusal: Refusal) -> None:
    rows = ("day,currency,base,rate", "2026-11-02,EUR,USD,1.5")

    assert refusal("rates.csv", *rows) == [
        "rates.csv:2: rate: EUR/USD of 2026-11-02 stands at 1.0816"
    ]


@pytest.mark.usefixtures("demo")
def test_a_changed_plan_needs_a_new_version(refusal: Refusal) -> None:
    text = (DEMO / "plan.yaml").read_text().replace('"0.20"', '"0.15"')

    [problem] = refusal("plan.yaml", text)

    assert problem == (
        "plan.yaml:5: plan: harbour version 1 is published and stays: raise the version"
    )


def test_a_store_has_a_plan_and_an_owner_that_are_there(refusal: Refusal) -> None:
    text = (DEMO / "stores.yaml").read_text()

    problems = refusal("stores.yaml", text)

    assert [problem.split(": ", 1)[1] for problem in problems] == [
        "stores.tea-us.plan: no plan 'harbour' is published",
        "stores.tea-eu.plan: no plan 'harbour' is published",
        "stores.ann-shop.owner: ann is nobody in the tree",
        "stores.ann-shop.plan: no plan 'harbour' is published",
        "stores.tea-go.plan: no plan 'harbour' is published",
        "stores.tea-cafe.plan: no plan 'harbour' is published",
        "stores.tea-pro.plan: no plan 'harbour' is published",
        "stores.tea-de.plan: no plan 'harbour' is published",
        "stores.b2b.plan: no plan 'harbour' is published",
    ]


def test_progress_is_told_thing_by_thing() -> None:
    told: list[tuple[str, int, int]] = []

    company.write(company.read(DEMO), lambda *step: told.append(step), now=NOW)

    assert ("stores", 8, 8) in told
    assert ("SKUs", 26, 26) in told


def test_demo_secrets_open_the_demo_stores() -> None:
    given = company.read_secrets(DEMO / "secrets.demo.yaml")

    company.write_secrets(given, lambda *step: None)
    company.write_secrets(given, lambda *step: None)

    assert secrets("tea-us").webhook == ("demo-only-webhook-secret-of-tea-us",)
    assert len(secrets("b2b").api_key_digests) == 1
