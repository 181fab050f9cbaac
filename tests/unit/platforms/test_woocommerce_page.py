"""The page for people who connect a shop: it names every surprise, and what comes of it."""

import re

import pytest

from commissions.clients.woocommerce import TOPICS
from commissions.platforms import woocommerce
from commissions.platforms.woocommerce.referrals import META_KEYS, PARAMETERS
from tests.unit.platforms.payloads import ROOT

PAGE = (ROOT / "docs" / "platforms" / "woocommerce.md").read_text()
ROWS = {int(number): told for number, told in re.findall(r"^\| (\d+) \|.*\| (.+) \|$", PAGE, re.M)}
TESTS = [
    name
    for path in (ROOT / "tests" / "unit").glob("*/test_woocommerce_*.py")
    for name in re.findall(r"^def (test_surprises?_\w+)", path.read_text(), re.M)
]
TESTED = {int(number) for name in TESTS for number in re.findall(r"_(\d+)(?=_)", name)}


def test_all_thirty_surprises_are_on_the_page() -> None:
    assert sorted(ROWS) == list(range(1, 31))


@pytest.mark.parametrize("number", range(1, 31))
def test_each_surprise_is_a_test_or_a_known_limit(number: int) -> None:
    is_limit = ROWS[number].startswith("Known limit: ")

    assert is_limit or ROWS[number].startswith("Handled")
    assert is_limit != (number in TESTED)


@pytest.mark.parametrize("carrier", woocommerce.CARRIERS)
def test_the_page_names_where_referrals_are_looked_for(carrier: str) -> None:
    assert f"| `{carrier}` |" in PAGE


def test_the_page_names_all_that_is_read_there() -> None:
    assert all(f"`{key.removeprefix('_')}`" in PAGE for key in META_KEYS)
    assert all(f"`{name}`" in PAGE for name in PARAMETERS)
    events = {f"`{topic}`" for topic in TOPICS} | {f"`.{topic.split('.')[1]}`" for topic in TOPICS}
    assert {each for each in events if each in PAGE} >= {
        f"`.{topic.split('.')[1]}`" for topic in TOPICS if "created" not in topic
    }
