"""events/lambda/: what each function takes as it stands, with the demo company loaded."""

import importlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, template
from tests.lambdas import a_context
from tests.samples import EVENTS
from tools import company

FUNCTIONS = {
    name: resource["Properties"]
    for name, resource in template()["Resources"].items()
    if resource["Type"] == "AWS::Serverless::Function"
}


@pytest.fixture(autouse=True)
def _demo_company(aws: None) -> None:
    company.write(company.read(ROOT / "company"))
    company.write_secrets(company.read_secrets(ROOT / "company" / "secrets.demo.yaml"))


def sample(name: str) -> Any:
    return json.loads((EVENTS / "lambda" / f"{name}.json").read_text())


def invoke(name: str) -> Any:
    folder, file = FUNCTIONS[name]["CodeUri"], FUNCTIONS[name]["Handler"].split(".")[0]
    module = importlib.import_module(".".join([*Path(folder).parts, file]))
    return module.handler(sample(name), a_context())


def test_every_function_has_a_sample() -> None:
    assert {path.stem for path in (EVENTS / "lambda").glob("*.json")} == set(FUNCTIONS)


@pytest.mark.parametrize("name", ["MapSkus", "Attribute", "Earn", "Reverse", "Project", "Release"])
def test_a_station_takes_its_sample(name: str) -> None:
    assert invoke(name) == {"batchItemFailures": []}


@pytest.mark.parametrize(("name", "status"), [("IngestShopify", 200), ("IngestOrders", 202)])
def test_a_route_takes_its_sample(name: str, status: int) -> None:
    assert invoke(name)["statusCode"] == status


def test_the_sweep_finds_nothing_to_do() -> None:
    assert invoke("Sweep") == {"replayed": 0, "released": 0}


def test_the_guard_cries(capsys: pytest.CaptureFixture[str]) -> None:
    invoke("Guard")

    assert '"LedgerTampered":[1.0]' in capsys.readouterr().out
