"""The command line and the pages say the same of the same."""

from datetime import UTC, datetime

import pytest

from commissions.application.queries.parked_orders import parked_orders
from commissions.domain.orders.parked_filter import ParkedFilter
from commissions.runtime.pages.console_parked import card
from tests.support.command import told
from tests.support.console_pages import acts, asks
from tests.support.parked_company import orders_of
from tests.support.pipeline_driver import Published, a_company

pytestmark = pytest.mark.usefixtures("reachable")


def test_what_is_parked_is_the_same(published: Published) -> None:
    a_company()
    orders_of(published, 3)

    shown = {
        (line.order_id, line.reason, line.detail, line.tries)
        for group in parked_orders(ParkedFilter(), datetime.now(UTC)).groups
        for line in card(group, 1, 10).lines
    }

    assert shown == {
        (each["order_key"].split("/")[2], each["reason"], each["detail"], each["tries"])
        for each in told("parked")["parked"]
    }


def test_what_was_done_on_a_page_is_in_the_log_of_the_command_line(published: Published) -> None:
    a_company()
    orders_of(published, 2)

    acts("/console/parked/act/dismiss?cause=unmapped_sku", reason="tests of the shop")

    entries = told("log")["entries"]
    assert [(each["who"], each["what"], each["outcome"], each["where"]) for each in entries] == [
        ("mara", "parked.dismiss", "approved", "page"),
        ("mara", "parked.dismiss", "applied", "page"),
    ]
    [action] = told("actions", "list", "--all")["actions"]
    assert action["outcome"] == "2 dismissed"
    assert told("parked")["parked"] == []


def test_what_was_proposed_on_the_command_line_waits_on_the_page(published: Published) -> None:
    a_company()
    orders_of(published, 1)
    told(
        "plan",
        "publish",
        "events/plans/uni7.yaml",
        "--why",
        "the new year",
        "--propose",
        "--as",
        "mara",
    )

    page = asks("/console/actions").text

    assert "Publish a plan" in page
    assert "mara" in page
