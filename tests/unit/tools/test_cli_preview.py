import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.previews import previewed, run_preview
from tests.support.samples import EVENTS

SEQUENCES = EVENTS / "sequences"
COMPANY = SEQUENCES / "company"
PAID = SEQUENCES / "magento-more-back-than-the-goods.json"
ROOT = Path(__file__).parents[3]
FIELDS = (
    "order seller paid currency net owed received given_back stands awards parked continues "
    "contract flags"
)
Write = Callable[[Any], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def writing(content: Any) -> Path:
        file = tmp_path / f"{len(list(tmp_path.iterdir()))}.json"
        file.write_text(json.dumps(content))
        return file

    return writing


def recorded(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SEQUENCES / f"{name}.json").read_text())
    return found


def test_an_order_says_what_it_pays_and_why() -> None:
    [found] = previewed(PAID, company=COMPANY)

    [order] = found["orders"]
    assert " ".join(order) == FIELDS
    assert (found["file"], found["unreadable"]) == (str(PAID), [])
    assert (order["order"], order["seller"], order["paid"]) == ("magento/mag/2641", "cara", True)
    assert (order["currency"], order["net"]) == ("USD", "100.00")
    assert order["stands"] == {"cara": "8.40", "bob": "1.40"}
    assert order["awards"][0] == {
        "bonus": "customer",
        "earner": "cara",
        "level": 0,
        "paid_level": 0,
        "basis": "cv",
        "base": "100.00",
        "rate": "0.20",
        "currency": "USD",
        "earned": "20.00",
        "reversed": "14.40",
        "stands": "5.60",
        "reason": "",
    }


def test_a_person_reads_the_same() -> None:
    result = run_preview(PAID, company=COMPANY, as_json=False)

    assert result.exit_code == 0
    assert "magento/mag/2641  paid, net 100.00 USD, sold by cara" in result.stdout
    assert "cara 8.40 USD, bob 1.40 USD" in result.stdout
    assert "-14.40 USD" in result.stdout


def test_it_needs_no_environment() -> None:
    code = "from tools.cli.main import app; app()"
    words = ["preview", str(PAID), "--company", str(COMPANY)]
    path = f"{ROOT}:{ROOT / 'layers/commissions'}"
    bare = {"PATH": os.environ["PATH"], "PYTHONPATH": path}

    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", code, *words], env=bare, capture_output=True, text=True, check=False
    )

    assert (done.returncode, "cara 8.40 USD" in done.stdout) == (0, True), done.stderr


def test_each_file_is_a_world_of_its_own() -> None:
    found = previewed(PAID, PAID, company=COMPANY)

    assert len(found) == 2
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("at", "stands"),
    [
        ("2026-11-11", {"cara": "30.00", "bob": "5.00"}),
        ("2026-11-11T15:41:10+00:00", {"cara": "8.40", "bob": "1.40"}),
        ("2026-11-12", {"cara": "8.40", "bob": "1.40"}),
    ],
)
def test_what_was_told_after_the_moment_is_left_out(at: str, stands: dict[str, str]) -> None:
    [found] = previewed(PAID, company=COMPANY, at=at)

    assert found["orders"][0]["stands"] == stands


def test_before_the_first_step_there_is_nothing() -> None:
    assert previewed(PAID, company=COMPANY, at="2026-11-01")[0]["orders"] == []


def test_a_step_that_cannot_be_read_is_named_and_the_others_go_on(write: Write) -> None:
    sequence = recorded("shopify-line-added-paid-bit-by-bit")
    del sequence["steps"][1]["body"]["currency"]

    result = run_preview(write(sequence), company=COMPANY)

    [found] = json.loads(result.stdout)["sequences"]
    assert result.exit_code == 1
    assert found["unreadable"] == [{"step": 2, "reason": "currency is missing"}]
    assert found["orders"][0]["net"] == "125.00"


def test_a_person_sees_which_step_cannot_be_read(write: Write) -> None:
    sequence = recorded("shopify-deposit-shares")
    sequence["steps"][1]["body"]["line_items"][0]["quantity"] = "one"

    result = run_preview(write(sequence), company=COMPANY, as_json=False)

    assert result.exit_code == 1
    assert "step 2 cannot be read: line_items[0].quantity" in result.stdout


def test_a_hook_of_another_store_cannot_be_read(write: Write) -> None:
    body = {"scope": "store/order/updated", "producer": "stores/other", "data": {"id": 1}}
    file = write({"store": "bc", "steps": [{"topic": "hook", "body": body}]})

    result = run_preview(file, company=COMPANY)

    assert result.exit_code == 1
    assert "meant for another store" in result.stdout


def test_a_line_without_a_value_holds_the_order(write: Write) -> None:
    sequence = recorded("magento-gift-card")
    sequence["steps"] = sequence["steps"][:1]
    sequence["steps"][0]["body"]["items"][0]["sku"] = "UNKNOWN"
    sequence["steps"][0]["body"]["items"][0]["product_id"] = 999

    [found] = previewed(write(sequence), company=COMPANY)

    [order] = found["orders"]
    assert (order["net"], order["paid"], order["seller"], order["stands"]) == (
        "100.00",
        True,
        "",
        {},
    )
    assert [(each["reason"], each["holds"]) for each in order["parked"]] == [("unmapped_sku", True)]


def test_a_refund_told_with_two_contents_is_parked(write: Write) -> None:
    sequence = recorded("shopify-goods-back-without-money")
    again = json.loads(json.dumps(sequence["steps"][1]))
    again["body"]["refund_line_items"][0]["quantity"] = 2
    sequence["steps"].append(again)

    [found] = previewed(write(sequence), company=COMPANY)

    [order] = found["orders"]
    assert [each["reason"] for each in order["parked"]] == ["conflict", "return_without_money"]
    assert order["stands"] == {"cara": "12.00", "bob": "2.00"}


def test_a_time_that_nothing_comes_after_cannot_be_read(write: Write) -> None:
    sequence = recorded("shopify-goods-back-without-money")
    sequence["steps"] = sequence["steps"][:1]
    sequence["steps"][0]["body"]["updated_at"] = "9999-12-31T23:59:59Z"

    [found] = previewed(write(sequence), company=COMPANY)

    [unreadable] = found["unreadable"]
    assert "in the year 9999" in unreadable["reason"]


def test_a_refund_without_its_order_waits(write: Write) -> None:
    sequence = recorded("shopify-goods-back-without-money")
    sequence["steps"] = sequence["steps"][1:]

    [found] = previewed(write(sequence), company=COMPANY)

    [order] = found["orders"]
    assert {(each["reason"], each["holds"]) for each in order["parked"]} == {("no_order", True)}
    assert (order["currency"], order["net"], order["paid"]) == ("", "", False)


def test_orders_of_one_sequence_share_who_was_placed_under_whom(write: Write) -> None:
    first = json.loads((EVENTS / "webhooks/shopify/orders_paid.json").read_text())
    second = first | {"id": first["id"] + 1, "discount_codes": [], "note_attributes": []}
    second |= {"landing_site": "/"}
    steps = [{"topic": "orders/paid", "body": body} for body in (first, second)]

    together = previewed(write({"store": "tea-eu", "steps": steps}), company=ROOT / "company")
    alone = previewed(write({"store": "tea-eu", "steps": steps[1:]}), company=ROOT / "company")

    assert [order["seller"] for order in together[0]["orders"]] == ["cara", "cara"]
    assert [order["seller"] for order in alone[0]["orders"]] == [""]


def test_a_preview_shows_what_an_order_goes_on_with_and_its_contract(write: Write) -> None:
    sequence = recorded("shopify-goods-back-without-money")
    sequence["steps"] = sequence["steps"][:1]
    body = sequence["steps"][0]["body"]
    body |= {"source_name": "subscription_contract", "customer": {"id": 6101}}
    body["note_attributes"] = [{"name": "shopify_order_subscription_id", "value": "77001"}]
    for line in body["line_items"]:
        line["selling_plan_id"] = 690001
    file = write(sequence)

    [found] = previewed(file, company=COMPANY)

    [order] = found["orders"]
    assert order["continues"] == {"order": "", "as_": "renewal"}
    assert order["contract"] == "77001"
    on_screen = run_preview(file, company=COMPANY, as_json=False).stdout
    assert "renewal of an order not named, under contract 77001" in on_screen
