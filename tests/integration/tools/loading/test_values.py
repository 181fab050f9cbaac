from pathlib import Path

import pytest

from commissions.aws.secrets import secrets
from commissions.tables import stores
from tests.support.company_loading import NOW, SKUS, Load, Refusal, cv, on
from tools import company

DEMO = Path(__file__).parents[4] / "company"
pytestmark = pytest.mark.usefixtures("aws")


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
    company.write(company.read(DEMO), now=NOW)

    company.write_secrets(given, lambda *step: None)
    company.write_secrets(given, lambda *step: None)

    assert secrets(stores.get("tea-us")).webhook == ("demo-only-webhook-secret-of-tea-us",)
    assert len(secrets(stores.get("b2b")).api_key_digests) == 1


def test_secrets_of_a_store_that_is_nowhere_are_refused_by_their_line(tmp_path: Path) -> None:
    """Under what name they belong depends on the store's platform."""
    file = tmp_path / "secrets.yaml"
    file.write_text(
        "tea-us: {webhook: a-secret-of-sixteen}\nmars: {webhook: a-secret-of-sixteen}\n"
    )
    given = company.read_secrets(file)

    with pytest.raises(company.Refused) as refused:
        company.check_secrets(given, ["tea-us"])

    [problem] = refused.value.problems
    assert (problem.file, problem.line, problem.field) == ("secrets.yaml", 2, "mars")
    company.check_secrets(given, ["tea-us", "mars"])
