"""Of a stack of before whose months nobody has counted yet, members' pages say so."""

import boto3
import pytest

from commissions.runtime.http_api import family
from commissions.runtime.pages.member import PAGES
from commissions.tables import month_items
from commissions.tables.items import marshal
from tests.support.member_sales import NOW, a_company, days_ago, sell
from tests.support.page_rules import faults
from tests.support.pages import Answered, OpenGate, ask, page_event, somebody

PLAIN = [each.pattern for each in PAGES if each.method == "GET" and "{" not in each.pattern]


@pytest.fixture(autouse=True)
def _of_before(aws: None) -> None:
    a_company()
    sell("1001", days_ago(2))
    old = {"distributor_id": "cara", "scope": "total USD", "payable": 100}
    boto3.client("dynamodb").put_item(TableName=month_items.TABLE, Item=marshal(old))


def get(path: str, language: str = "en") -> Answered:
    who = somebody(member_id="cara", name="Cara", language=language)
    return ask(family("/app", PAGES, gate=OpenGate(who)), page_event(path, now=NOW))


@pytest.mark.parametrize("path", PLAIN)
def test_no_page_fails(path: str) -> None:
    assert get(path).status in (200, 204, 404, 503)


def test_a_page_of_sums_says_why_it_has_none_and_when_to_come_again() -> None:
    page = get("/app/home")

    assert page.status == 503
    assert "Your months are being counted" in page.text
    assert "commissions rebuild" in page.text
    assert page.headers["retry-after"] == "3600"
    assert faults(page.text) == []


def test_it_says_so_in_the_language_of_who_asks() -> None:
    assert "Ihre Monate werden noch gezählt" in get("/app/orders", "de").text


def test_pages_without_sums_are_there() -> None:
    assert get("/app/links").status == get("/app/settings").status == 200
