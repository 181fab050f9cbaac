"""The command line against the running stack: what it answers, and with which exit code."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from tests.journey.baskets import basket, key, one_tea_back
from tests.journey.deployed import Commissions, Said
from tests.journey.ledger_reads import Books
from tests.journey.stores import happens
from tests.support.samples import EVENTS
from tools.demo.payloads import Line, order

TOLD, UNMAPPED = 60_001, 60_002
STORE = ("--store", "tea-us", "--topic")


@pytest.fixture(scope="module")
def sent(commissions: Commissions, company: Said, books: Books, tmp_path_factory: Any) -> Said:
    """An order and its refund, and one with a SKU that nobody knows, sent from files."""
    folder = tmp_path_factory.mktemp("webhooks")
    files = {
        "paid": order(basket(TOLD)),
        "back": one_tea_back(basket(TOLD)),
        "unmapped": order(basket(UNMAPPED, Line("TEA-NOBODY-KNOWS", 1, 900))),
    }
    for name, payload in files.items():
        (folder / f"{name}.json").write_text(json.dumps(payload))
    said = commissions("send", folder / "paid.json", *STORE, "orders/paid", "--repeat", 3, "--json")
    assert happens(lambda: books.journals(key(TOLD)))
    commissions("send", folder / "back.json", *STORE, "refunds/create")
    commissions("send", folder / "unmapped.json", *STORE, "orders/paid")
    assert happens(lambda: len(books.journals(key(TOLD))) == 2 and key(UNMAPPED) in books.parked())
    assert happens(books.is_quiet), books.on_the_way()
    return said


def test_loading_a_company_says_what_is_new_and_the_second_time_nothing_is(
    commissions: Commissions, company: Said
) -> None:
    again = commissions("load", "company", "--json")

    assert (company.code, company.json["new"]["distributors"]) == (0, 8)
    assert (again.code, set(again.json["new"].values())) == (0, {0})


def test_a_company_with_a_wrong_row_is_refused_with_its_line(
    commissions: Commissions, tmp_path: Path
) -> None:
    (tmp_path / "rates.csv").write_text(
        "day,currency,base,rate,source\n2026-11-20,EUR,USD,many,x\n"
    )
    said = commissions("load", tmp_path, "--json")

    assert said.code == 1
    assert "rates.csv" in said.json["error"]
    assert "2" in said.json["error"]


def test_sending_says_how_each_was_answered(sent: Said) -> None:
    assert sent.code == 0
    assert [answer["status"] for answer in sent.json["answers"]] == [200, 200, 200]


def test_an_order_is_told_from_its_webhooks_to_its_postings(
    commissions: Commissions, sent: Said
) -> None:
    said = commissions("order", TOLD, "--json")
    story = said.json

    assert (said.code, story["order_key"]) == (0, key(TOLD))
    assert [webhook["state"] for webhook in story["webhooks"]] == ["done", "done"]
    assert sorted(fact["kind"] for fact in story["facts"]) == ["lock", "match", "order", "refund"]
    assert [journal["context"]["cause"] for journal in story["journals"]] == [
        "sale",
        f"refund {TOLD}1",
    ]
    assert story["chain_broken_at"] == ""


def test_a_line_of_the_ledger_is_explained(commissions: Commissions, sent: Said) -> None:
    said = commissions("explain", f"{key(TOLD)}/2/0", "--json")

    assert said.code == 0
    assert "4.00 USD" in said.text
    assert all(check["holds"] for check in said.json["checks"])


def test_a_statement_lists_what_an_order_paid_and_took_back(
    commissions: Commissions, sent: Said, books: Books
) -> None:
    assert happens(lambda: len(_amounts(commissions)) == 4)
    assert _amounts(commissions) == [-400, -100, 340, 1360]


def _amounts(commissions: Commissions) -> list[int]:
    lines = commissions("statement", "cara", "--json").json["lines"]
    ours = [line for line in lines if line["order_id"] == key(TOLD)]
    return sorted(line["amount"] for line in ours if line["currency"])


def test_what_is_parked_is_listed_with_what_to_do_and_can_be_let_go(
    commissions: Commissions, sent: Said, books: Books
) -> None:
    listed = commissions("parked", "--json")
    mine = [each for each in listed.json["parked"] if each["order_key"] == key(UNMAPPED)]
    released = commissions("release", key(UNMAPPED), "--json")
    assert happens(lambda: key(UNMAPPED) in books.parked() and books.is_quiet())
    dismissed = commissions("release", key(UNMAPPED), "--dismiss", "--reason", "a joke", "--json")

    assert (listed.code, mine[0]["reason"], "skus.csv" in mine[0]["advice"]) == (
        0,
        "unmapped_sku",
        True,
    )
    assert (released.code, len(released.json["released"])) == (0, 1)
    assert (dismissed.code, len(dismissed.json["dismissed"])) == (0, 1)
    assert key(UNMAPPED) not in books.parked()


def test_a_replay_changes_nothing_in_the_ledger(
    commissions: Commissions, sent: Said, books: Books
) -> None:
    before = books.journals(key(TOLD))
    said = commissions("replay", "--order", key(TOLD), "--json")
    assert happens(books.is_quiet), books.on_the_way()

    assert said.code == 0
    assert books.journals(key(TOLD)) == before


def test_the_health_of_the_stack_is_told(commissions: Commissions, sent: Said) -> None:
    said = commissions("health", "--json")

    assert [finding for finding in said.json["findings"] if not finding["well"]] == []
    assert (said.code, said.json["well"]) == (0, True)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("order", "shopify/tea-us/404"), 1),
        (("statement", "nobody-of-that-name"), 1),
        (("release", "shopify/tea-us/404"), 1),
        (("send", EVENTS / "webhooks/shopify/orders_paid.json", "--store", "no-such-store"), 1),
        (("order", "not/an/order/at/all"), 2),
        (("replay",), 2),
        (("send", "no-such-file.json", *STORE, "orders/paid"), 2),
        (("no-such-command",), 2),
    ],
)
def test_what_cannot_be_done_has_an_exit_code(
    commissions: Commissions, company: Said, words: tuple[Any, ...], code: int
) -> None:
    assert commissions(*words, "--json").code == code


def test_a_forged_webhook_is_told_as_refused(
    commissions: Commissions, company: Said, tmp_path: Path
) -> None:
    said = commissions(
        "send", EVENTS / "webhooks/orders/order.json", "--store", "b2b", "--api-key", "made-up"
    )

    assert (said.code, "401" in said.text) == (1, True)


def test_without_a_stack_there_is_an_exit_code_too(
    commissions: Commissions, tmp_path: Path
) -> None:
    nowhere = tmp_path / "nothing-here.json"
    gone = tmp_path / "gone.json"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{free.getsockname()[1]}"
    stack = {"name": "local", "region": "eu-west-1", "api_url": endpoint, "endpoint": endpoint}
    parts = {"resources": {"ParkedTable": "parked"}, "parameters": {"Stage": "local"}}
    gone.write_text(json.dumps({"stack": stack | parts}))

    assert commissions("parked", "--json", of=nowhere).code == 3
    assert commissions("parked", "--json", of=gone).code == 3
