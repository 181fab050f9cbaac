"""events/lambda/: what each function takes as it stands, with the demo company loaded.

The demo company's stores cannot be reached from here: no name has an address.
"""

import importlib
import json
import socket
from functools import partial
from pathlib import Path
from typing import Any

import boto3
import pytest

from commissions.application.care import sign_sample
from commissions.application.close.agreed import NotAgreedTo
from commissions.application.close.computing import NotExported
from commissions.application.sync.poll_queue import QUEUE
from commissions.aws import secrets
from commissions.clients import http
from commissions.clients.backoff import Budget
from commissions.domain.stores.store import has_api
from commissions.tables import catalogue, inbox, parked, privacy, stores
from commissions.tables.actions import UnknownAction
from commissions.tables.items import scan
from tests.conftest import ROOT, template
from tests.support.lambdas import a_context
from tests.support.samples import EVENTS
from tools import company
from tools.cli import signing

FUNCTIONS = {
    name: resource["Properties"]
    for name, resource in template()["Resources"].items()
    if resource["Type"] == "AWS::Serverless::Function"
}


@pytest.fixture(autouse=True)
def _demo_company(aws: None) -> None:
    company.write(company.read(ROOT / "company"))
    company.write_secrets(company.read_secrets(ROOT / "company" / "secrets.demo.yaml"))


@pytest.fixture(autouse=True)
def _no_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """As without a network, and nobody waits for it to come back."""

    def no_address(*arguments: Any, **options: Any) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "nobody has a name here")

    monkeypatch.setattr(socket, "getaddrinfo", no_address)
    monkeypatch.setattr(http, "Budget", partial(Budget, seconds=0))


def sample(name: str) -> Any:
    return json.loads((EVENTS / "lambda" / f"{name}.json").read_text())


def invoke(name: str, event: Any = None) -> Any:
    folder, file = FUNCTIONS[name]["CodeUri"], FUNCTIONS[name]["Handler"].split(".")[0]
    module = importlib.import_module(".".join([*Path(folder).parts, file]))
    return module.handler(event or sample(name), a_context())


def kept() -> list[tuple[str, str]]:
    """What is in the inbox: of which store, and what was made of it."""
    items = [item for item in scan(inbox.TABLE) if not item["id"].startswith("seen#")]
    return [(item["id"].split("#")[1], item["state"]) for item in items]


def test_every_function_has_a_sample() -> None:
    assert {path.stem for path in (EVENTS / "lambda").glob("*.json")} == set(FUNCTIONS)


@pytest.mark.parametrize("name", ["MapSkus", "Reverse", "Project", "Release"])
def test_a_station_takes_its_sample(name: str) -> None:
    assert invoke(name) == {"batchItemFailures": []}


@pytest.mark.parametrize("name", ["Attribute", "Earn", "Carry"])
def test_a_sample_of_what_decides_pay_is_refused_until_it_is_signed(name: str) -> None:
    signed, _ = sign_sample.signed(sample(name))

    assert invoke(name) == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert invoke(name, signed) == {"batchItemFailures": []}


@pytest.mark.parametrize(
    ("name", "status", "store"),
    [
        ("IngestShopify", 200, "tea-us"),
        ("IngestWoocommerce", 200, "tea-cafe"),
        ("IngestMagento", 200, "tea-pro"),
        ("IngestOrders", 202, "b2b"),
    ],
)
def test_a_route_takes_its_sample(name: str, status: int, store: str) -> None:
    assert invoke(name)["statusCode"] == status
    assert kept() == [(store, inbox.PENDING)]


def test_a_sample_of_bigcommerce_is_refused_as_it_was_signed_long_ago() -> None:
    """Its signature holds a time, and is good for five minutes; signed now, it is taken."""
    event = sample("IngestBigcommerce")
    [secret] = secrets.secrets(stores.get("tea-de")).webhook
    body = event["body"].encode()
    now = signing.signed(stores.get("tea-de"), "", body, secret)

    assert invoke("IngestBigcommerce") == {"statusCode": 401}
    assert kept() == []
    assert invoke("IngestBigcommerce", event | {"headers": now.headers})["statusCode"] == 200
    assert kept() == [("tea-de", inbox.PENDING)]


def test_a_hint_waits_for_a_store_that_cannot_be_reached() -> None:
    assert invoke("Fetch") == {"batchItemFailures": []}

    [waiting] = parked.all_entries()
    assert (waiting.reason, waiting.waits_for) == ("store_unavailable", "store/tea-cafe")
    assert waiting.order_key == "woocommerce/tea-cafe/7301"


def test_a_product_is_put_on_the_shelf() -> None:
    assert invoke("Catalogue") == {"batchItemFailures": []}

    shelf = catalogue.find("tea-cafe", "88")
    assert shelf
    assert [each.sku for each in shelf.variants if each.closed_at is None] == [
        "TEA-GREEN-100",
        "TEA-WHITE-50",
    ]


def test_the_warehouse_takes_its_sample() -> None:
    """As far as there is time: a first export begins with the day before."""
    exported = invoke("Export")

    assert (exported["done"], exported["until"]) == (False, "")
    assert exported["waits_for"].startswith("it is exported until")


@pytest.mark.filterwarnings("ignore:No application metrics")
def test_a_close_begins_and_goes_no_further_than_it_may() -> None:
    """Nothing is computed before it is in the warehouse, nor posted before two people agree."""
    company.write(company.read(ROOT / "company" / "club"))
    frozen = invoke("ClosePeriods")

    assert frozen["period"] == "club/month/2026-10"
    with pytest.raises(NotExported):
        invoke("ComputePeriod")
    with pytest.raises(NotAgreedTo):
        invoke("PostBooks")


def test_an_erasure_is_done_at_once() -> None:
    assert invoke("Privacy") == {"batchItemFailures": []}

    [request] = privacy.all_requests()
    assert (request.asked.store_id, request.asked.kind) == ("tea-us", "customer_erasure")
    assert request.done_at


def test_a_store_that_cannot_be_polled_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    invoke("Poll")

    assert '"StoresUnreachable":[1.0]' in capsys.readouterr().out


def test_the_check_has_every_store_with_an_api_looked_at_by_a_message_of_its_own() -> None:
    sqs = boto3.client("sqs")
    sqs.create_queue(QueueName="poll")
    invoke("Check")

    told = sqs.receive_message(QueueUrl=QUEUE, MaxNumberOfMessages=10)["Messages"]
    looked_at = [json.loads(each["Body"]) for each in told]
    assert {each["look"] for each in looked_at} == {"webhooks"}
    assert sorted(each["store_id"] for each in looked_at) == sorted(
        store.store_id for store in stores.all_stores() if has_api(store)
    )


def test_a_day_is_reconciled_as_far_as_the_stores_can_be_asked() -> None:
    outcome = invoke("Reconcile")

    file = boto3.client("s3").get_object(
        Bucket="commissions-test-reports", Key="reports/2026-11-20.json"
    )
    report = json.loads(file["Body"].read())
    silent = {each["store"] for each in report["stores"] if "no answer" in each["not_asked"]}
    assert silent == {"tea-go", "tea-cafe", "tea-pro", "tea-de"}
    assert (outcome["day"], outcome["findings"], outcome["delta"]) == ("2026-11-20", 4, {})


def test_the_sweep_finds_nothing_to_do() -> None:
    assert invoke("Sweep") == {"asked": 0, "replayed": 0, "released": 0}


def test_the_guard_cries(capsys: pytest.CaptureFixture[str]) -> None:
    invoke("Guard")

    assert '"LedgerTampered":[1.0]' in capsys.readouterr().out


def test_what_nobody_put_on_record_is_not_carried_out() -> None:
    with pytest.raises(UnknownAction):
        invoke("CarryOut")
    with pytest.raises(UnknownAction):
        invoke("PayOut")


@pytest.mark.parametrize("name", ["Member", "Console", "Finance"])
def test_who_asks_for_a_page_without_a_session_is_sent_to_sign_in(name: str) -> None:
    answer = invoke(name)

    assert answer["statusCode"] == 303
    assert answer["headers"]["location"].startswith("/auth/login?to=%2F")
