"""Files of values on the console: checked, shown with what they change, and only then loaded."""

from datetime import UTC, datetime
from typing import Any

import pytest

from commissions.application.actions.sku_load import BYTES_MAX, ROWS_MAX
from commissions.domain.actions.action import APPLIED
from commissions.runtime.pages.console_sku_load import pack
from commissions.tables import skus
from tests.support.console_pages import asks, form_in, sends
from tests.support.pages import Answered
from tests.support.parked_company import orders_of
from tests.support.pipeline_driver import Published, a_company, value
from tests.support.sent_files import with_file

PATH = "/console/skus"
HEAD = (
    "store_id,platform_sku,sku_id,name,category,commission_class,pv,bv,cv,qv,effective_from,bundle"
)
ROW = "tea,NEW,new,New tea,tea,tea,20,20,20,20,2026-01-01,"


@pytest.fixture(autouse=True)
def _company(published: Published) -> None:
    a_company()


def loaded(text: str | bytes) -> Answered:
    content = text.encode() if isinstance(text, str) else text
    return asks(f"{PATH}/load", sent=with_file(content))


def values_of(sku: str) -> list[tuple[str, str]]:
    return [
        (f"{each.since:%Y-%m-%d}", each.value.qv)
        for each in skus.versions("tea", [sku]).get(sku, ())
    ]


def test_of_a_bundle_no_form_could_say_what_it_holds() -> None:
    loaded_rows(f"{HEAD}\n{ROW}\ntea,BOX,box,Box,tea,tea,,,,,2026-01-01,NEW*2\n")

    assert "2 × NEW" in asks("/console/skus/tea~2FBOX").text
    assert asks("/console/skus/tea~2FBOX/value").status == 404


def loaded_rows(text: str) -> Any:
    shown = loaded(text)
    assert shown.status == 200, shown.text
    _, [action] = sends(f"{PATH}/load", form_in(shown) | {"reason": "the spring list"})
    return action


def test_a_file_is_checked_shown_and_then_loaded(published: Published) -> None:
    orders_of(published, 2)
    text = f"{HEAD}\n{ROW}\ntea,TEA-CUPS-2,tea-cups-2,TEA-CUPS-2,tea,tea,20,20,20,20,2026-01-01,\n"

    shown = loaded(text)
    assert "1 new value" in shown.text
    assert "1 row stands already" in shown.text
    assert values_of("NEW") == []

    action = loaded_rows(text)
    assert (action.state, action.outcome) == (APPLIED, "1 loaded")
    assert values_of("NEW") == [("2026-01-01", "20")]


def test_a_file_in_which_something_does_not_fit_is_loaded_not_even_in_part() -> None:
    text = f"{HEAD}\n{ROW}\n{ROW.replace('NEW', 'OTHER').replace('20,20', '2O,20')}\n"

    page = loaded(text)

    assert page.status == 422
    assert "neither points" in page.text
    assert "packed" not in page.text
    assert values_of("NEW") == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "Choose a file"),
        (b"a,b\n1,2\n", "this column is missing"),
        (f"{HEAD}\n{ROW.replace('tea,NEW', 'nowhere,NEW')}\n".encode(), "there is no store"),
        ("\n".join([HEAD, *[ROW] * (ROWS_MAX + 1)]).encode(), "more than 300 rows"),
        (b"x" * (BYTES_MAX + 1), "more than 60,000 bytes"),
    ],
)
def test_what_is_no_such_file_is_refused_in_words(content: bytes, says: str) -> None:
    page = loaded(content)

    assert page.status == 422
    assert says in page.text


def test_a_file_that_is_not_utf_8_is_refused() -> None:
    assert loaded(b"store_id,\xff\xfe").status == 400


def test_a_file_that_says_nothing_new_offers_nothing_to_load() -> None:
    page = loaded(f"{HEAD}\ntea,TEA-CUPS-2,tea-cups-2,TEA-CUPS-2,tea,tea,20,20,20,20,2026-01-01,\n")

    assert "Nothing new in this file" in page.text
    assert 'name="packed"' not in page.text


def test_what_comes_back_with_the_form_is_checked_once_more() -> None:
    form = form_in(loaded(f"{HEAD}\n{ROW}\n")) | {"reason": "mine"}
    bad = ROW.replace("20,20", "2O,20")

    for packed, status in (("?", 422), (pack(f"{HEAD}\n{bad}\n"), 409)):
        answer, done = sends(f"{PATH}/load", form | {"packed": packed})
        assert (answer.status, done) == (status, [])
    answer, done = sends(f"{PATH}/load", form | {"new": "2"})
    assert (answer.status, done) == (409, [])
    answer, done = sends(f"{PATH}/load", form | {"reason": ""})
    assert (answer.status, done) == (422, [])


def test_a_row_that_stands_otherwise_by_then_fails_the_whole_and_loads_nothing() -> None:
    form = form_in(loaded(f"{HEAD}\n{ROW}\n")) | {"reason": "mine"}
    value("NEW", cv="99", effective_from=datetime(2026, 1, 1, tzinfo=UTC))

    answer, done = sends(f"{PATH}/load", form)

    assert (answer.status, done) == (409, [])
    assert "stands with other values" in answer.text
