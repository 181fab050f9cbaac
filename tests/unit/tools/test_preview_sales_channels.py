"""Of an order of another sales channel of the shop a preview says that it is another store's."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.support.previews import previewed, run_preview
from tests.support.samples import EVENTS

SEQUENCES = EVENTS / "sequences"
RECORDED = json.loads((SEQUENCES / "bigcommerce-part-of-gross-back.json").read_text())


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """`bc` is channel 1, `desk` channel 2 of one shop."""
    folder = tmp_path / "company"
    shutil.copytree(SEQUENCES / "company", folder)
    file = folder / "stores.yaml"
    text = file.read_text()
    [_, bc] = text.split("  bc:\n")
    file.write_text(
        f"{text.rstrip()}\n    channel_id: 1\n  desk:\n{bc.rstrip()}\n    channel_id: 2\n"
    )
    skus = folder / "skus.csv"
    rows = [row for row in skus.read_text().splitlines() if row.startswith("bc,")]
    skus.write_text("\n".join([skus.read_text().rstrip(), *(f"desk{row[2:]}" for row in rows)]))
    return folder


def recorded(folder: Path, store: str, **order: Any) -> Path:
    step = RECORDED["steps"][0]
    file = folder / f"{store}.json"
    steps = [step | {"body": step["body"] | order}]
    file.write_text(json.dumps({"store": store, "steps": steps}))
    return file


def test_an_order_earns_in_the_store_of_its_channel_alone(tmp_path: Path, company: Path) -> None:
    files = [recorded(tmp_path, store, channel_id=2) for store in ("bc", "desk")]

    other, own = previewed(*files, company=company)

    assert (other["orders"], other["unreadable"]) == ([], [])
    assert [order["stands"]["cara"] for order in own["orders"]] == ["30.00"]


def test_that_it_is_another_stores_is_said(tmp_path: Path, company: Path) -> None:
    result = run_preview(recorded(tmp_path, "bc", channel_id=2), company=company, as_json=False)

    assert "it came through channel 2, bc is 1" in result.stdout


def test_two_stores_of_one_shop_without_channels_are_refused(tmp_path: Path, company: Path) -> None:
    file = company / "stores.yaml"
    file.write_text(file.read_text().replace("    channel_id: 2\n", ""))

    result = run_preview(recorded(tmp_path, "bc"), company=company, as_json=False)

    assert result.exit_code != 0
    assert "stores.desk.domain: bcsite is the shop of bc too" in " ".join(result.output.split())
