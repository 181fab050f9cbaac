"""What a row of skus.csv is of: a SKU, or an id."""

from collections.abc import Callable
from pathlib import Path

import pytest

from commissions.domain.catalogue.sku_values import SkuValue
from tests.support.company_loading import SKUS
from tools import company

HEAD = f"{SKUS},variant_id"
WORTH = "tea,Tea,tea,standard,1,1,1,1,2026-01-01,"
Values = Callable[..., list[SkuValue]]


@pytest.fixture
def values(tmp_path: Path) -> Values:
    """Of each row of a file: `values("TEA", header=SKUS)` is a SKU of a file without ids,
    `values("TEA/44")` one of a file that has them."""

    def read(*keys: str, header: str = HEAD) -> list[SkuValue]:
        rows = [header]
        for key in keys:
            sku, _, variant_id = key.partition("/")
            rows.append(f"tea-us,{sku},{WORTH}" + (f",{variant_id}" if header == HEAD else ""))
        (tmp_path / "skus.csv").write_text("\n".join(rows))
        return [entry.listing.value for entry in company.read(tmp_path).skus]

    return read


def meant(values: list[SkuValue]) -> list[tuple[str, bool, str]]:
    return [(each.platform_sku, each.only_sku, each.of_sku) for each in values]


def test_a_file_with_ids_says_of_each_row_what_it_is_of(values: Values) -> None:
    assert meant(values("TEA", "/44", "TEA/45", "id:46")) == [
        ("TEA", True, ""),
        ("id:44", False, ""),
        ("id:45", False, "TEA"),
        ("id:46", False, ""),
    ]


def test_a_file_without_them_leaves_open_what_it_does_not_say(values: Values) -> None:
    assert meant(values("1001", "id:44", "sku:1002", "sku:id:5", header=SKUS)) == [
        ("1001", False, ""),
        ("id:44", False, ""),
        ("1002", True, ""),
        ("sku:id:5", True, ""),
    ]


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        (",", "platform_sku: has to be stated"),
        ("id:", "platform_sku: 'id:' has no id behind it, such as id:44100000007"),
        ("id:44,44", "platform_sku: is an id, and so is variant_id: state the SKU, or nothing"),
    ],
)
def test_a_row_that_is_of_nothing_or_of_two_ids_is_refused(
    tmp_path: Path, keys: str, problem: str
) -> None:
    sku, _, variant_id = keys.partition(",")
    (tmp_path / "skus.csv").write_text(f"{HEAD}\ntea-us,{sku},{WORTH},{variant_id}")

    with pytest.raises(company.Refused) as refused:
        company.read(tmp_path)

    assert [str(each) for each in refused.value.problems] == [f"skus.csv:2: {problem}"]


def test_an_id_has_a_moment_once_however_it_is_written(tmp_path: Path) -> None:
    rows = [HEAD, f"tea-us,id:44,{WORTH},", f"tea-us,,{WORTH},44"]
    (tmp_path / "skus.csv").write_text("\n".join(rows))

    with pytest.raises(company.Refused, match="id:44 has this moment in line 2"):
        company.read(tmp_path)


def test_a_bundle_names_its_parts_by_the_same_keys(tmp_path: Path) -> None:
    row = "tea-us,BOX,box,Box,set,standard,1,1,1,1,2026-01-01,sku:1002*2+id:44*1+TEA*3,"
    (tmp_path / "skus.csv").write_text(f"{HEAD}\n{row}")

    [entry] = company.read(tmp_path).skus

    parts = entry.listing.value.components
    assert [part.platform_sku for part in parts] == ["1002", "id:44", "TEA"]
