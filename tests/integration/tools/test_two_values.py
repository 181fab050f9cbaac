"""A line whose id and whose SKU lead to two values: it waits, is told of, and goes on."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import boto3
import pytest

from commissions.domain.catalogue.listing import ProductListed, Variant
from commissions.tables import catalogue, parked, skus
from functions.care import release
from tests.support.command import commissions, told
from tests.support.company_loading import SKUS
from tests.support.lambdas import a_context, stream_event
from tests.support.pipeline_driver import (
    TEA_ORDER,
    Published,
    a_company,
    postings,
    run,
    shopify,
    value,
)
from tools import company

ID, SKU = "44100000001", "TEA-GREEN-100"
WITH_IDS = f"{SKUS},variant_id"
SINCE = datetime(2026, 11, 19, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _company(reachable: None) -> None:
    """The id of the variant whose SKU is worth 20 points is the SKU of something else, too."""
    a_company()
    value(ID, cv="1")


@pytest.fixture
def waiting(published: Published) -> None:
    """An order of two units of it, and of other things worth 20 points."""
    shopify("orders_paid")
    run(published)


def listed(*variants: Variant) -> None:
    told_of = ProductListed(
        platform="shopify", store_id="tea", product_id="7", updated_at=SINCE, variants=variants
    )
    catalogue.apply(told_of)


def row(sku: str, cv: int, *more: str) -> str:
    """As `value` puts it on the map."""
    name = sku.removeprefix("id:") or "tea"
    cells = ["tea", sku, name.lower(), name, "tea", "tea", *[str(cv)] * 4, "2026-01-01", ""]
    return ",".join([*cells, *more])


def load(folder: Path, header: str, *rows: str) -> tuple[str, ...]:
    """Loads a SKU map; says what of it may surprise."""
    (folder / "skus.csv").write_text("\n".join([header, *rows]))
    found = company.read(folder)
    notices = company.check(found).notices
    company.write(found)
    return notices


def came(key: str) -> None:
    """Brings a row of the map to the release, as its stream does."""
    at = {"sku": {"S": f"tea/{key}"}}
    item = boto3.client("dynamodb").get_item(TableName="SkusTable", Key=at)["Item"]
    release.handler(stream_event(item), a_context())


def paid(published: Published) -> list[list[str]]:
    run(published)
    assert list(parked.all_entries()) == []
    return postings(TEA_ORDER)


@pytest.mark.usefixtures("waiting")
def test_the_order_waits_with_both_values_and_what_to_do() -> None:
    [entry] = parked.all_entries()

    assert (entry.reason, entry.waits_for) == ("two_values", f"sku/tea/id:{ID}")
    assert f"{SKU} is worth 1 in every unit (tea, by the row {ID}" in entry.detail
    assert f"20 in every unit (tea, by the row {SKU}" in entry.detail
    assert "column variant_id" in entry.advice
    assert postings(TEA_ORDER) == []


@pytest.mark.usefixtures("waiting")
def test_it_goes_on_when_the_file_says_that_all_of_it_are_skus(
    published: Published, tmp_path: Path
) -> None:
    load(tmp_path, WITH_IDS, row(ID, 1, ""), row(SKU, 20, ""))
    came(ID)

    assert paid(published) == [["cara 12.00 USD", "cara 6.00 USD", "bob 3.00 USD"]]


@pytest.mark.usefixtures("waiting")
def test_or_when_the_id_has_a_row_with_its_sku_beside_it(
    published: Published, tmp_path: Path
) -> None:
    load(tmp_path, WITH_IDS, row(SKU, 50, ID))
    came(f"id:{ID}")

    assert paid(published) == [["cara 24.00 USD", "cara 12.00 USD", "bob 6.00 USD"]]


@pytest.mark.usefixtures("waiting")
def test_what_waits_is_pending_and_its_row_lacks_only_what_it_is_worth(
    published: Published, tmp_path: Path
) -> None:
    listed(Variant(ID, SKU, "Green tea"))
    [want] = told("skus", "pending")["pending"]
    assert (want["platform_sku"], want["orders_waiting"]) == (f"id:{ID}", [TEA_ORDER])
    assert "20 in every unit" in want["two_values"]
    assert "leads to two values" in commissions("skus", "pending").stdout
    assert "one thing by its id" in commissions("skus", "list").stdout

    [cells] = csv.DictReader(io.StringIO(commissions("skus", "pending", "--csv").stdout))
    assert (cells["platform_sku"], cells["variant_id"]) == (SKU, ID)
    said = {
        "commission_class": "tea",
        "category": "tea",
        **dict.fromkeys(["pv", "bv", "cv", "qv"], "50"),
    }
    load(tmp_path, ",".join(cells), ",".join((cells | said).values()))
    came(f"id:{ID}")

    assert paid(published)[0][0] == "cara 24.00 USD"


@pytest.mark.usefixtures("waiting")
def test_it_is_pending_too_where_no_product_lists_it() -> None:
    [want] = told("skus", "pending")["pending"]

    assert (want["platform_sku"], want["variant_id"], want["name"]) == (f"id:{ID}", ID, "")


def test_a_variant_without_a_sku_is_written_as_an_id() -> None:
    listed(Variant("55", "", "Sampler"))

    [cells] = csv.DictReader(io.StringIO(commissions("skus", "pending", "--csv").stdout))

    assert cells["platform_sku"] == "id:55"
    assert "variant_id" not in cells


def test_loading_names_the_bare_keys_that_are_ids_on_the_shelf(tmp_path: Path) -> None:
    listed(Variant(ID, SKU, "Green tea"), Variant("55", "", "Sampler"), Variant("66", "66", "Cup"))

    [notice] = load(tmp_path, SKUS, row(ID, 1), row("55", 5), row("66", 6), row("id:77", 7))

    assert notice == (
        f"skus.csv: in tea these keys are ids too: {ID} (line 2: the id of SKU {SKU}), 55 (line 3: "
        "the id of a variant without a SKU). An order whose id and SKU lead to two values waits. "
        "Give the file a column variant_id, write there what is meant as an id, and leave it empty "
        "for SKUs"
    )


def test_many_of_them_are_counted(tmp_path: Path) -> None:
    listed(*(Variant(str(number), f"TEA-{number}", "Tea") for number in range(100, 113)))

    [notice] = load(tmp_path, SKUS, *(row(str(number), 1) for number in range(100, 113)))

    assert "109 (line 11: the id of SKU TEA-109) and 3 more." in notice


def test_a_file_that_tells_ids_from_skus_has_nothing_to_be_asked(tmp_path: Path) -> None:
    listed(Variant(ID, SKU, "Green tea"))

    assert load(tmp_path, WITH_IDS, row(ID, 1, ""), row("", 5, ID)) == ()
    assert [version.value.only_sku for version in skus.versions("tea", [ID])[ID]] == [True]


def test_loading_a_file_of_before_again_changes_nothing(tmp_path: Path) -> None:
    load(tmp_path, WITH_IDS, row(ID, 1, ""))

    load(tmp_path, SKUS, row(ID, 1))

    [version] = skus.versions("tea", [ID])[ID]
    assert version.value.only_sku


def test_a_row_of_before_is_read_as_it_was_kept() -> None:
    kept = boto3.client("dynamodb").get_item(
        TableName="SkusTable", Key={"sku": {"S": f"tea/{ID}"}}
    )["Item"]

    assert "only_sku" not in json.dumps(kept)
    assert "of_sku" not in json.dumps(kept)
