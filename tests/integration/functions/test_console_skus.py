"""The pages of SKUs: what lacks a value, a value shown before it counts, a file that is checked."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from commissions.application.queries.parked_records import parked_records
from commissions.aws.cache import forget_all
from commissions.domain.actions.action import APPLIED
from commissions.domain.catalogue.listing import ProductListed, Variant
from commissions.domain.people.accounts import AUDITOR, FINANCE
from commissions.tables import actions, catalogue, skus
from tests.support.console_pages import acts, asks, form_in, operator, sends
from tests.support.pages import Answered
from tests.support.parked_company import orders_of
from tests.support.pipeline_driver import Published, a_company, open_store, run, value

PATH, NEW, GREEN = "/console/skus", "/console/skus/tea~2FNEW", "/console/skus/tea~2FTEA-GREEN-100"
STATED = {
    "sku_id": "new",
    "name": "New tea",
    "category": "tea",
    "commission_class": "tea",
    "effective_from": "2026-01-01",
    "pv": "20",
    "bv": "20",
    "cv": "20",
    "qv": "80%",
}


@pytest.fixture(autouse=True)
def _company(published: Published) -> None:
    a_company()


def stated(path: str = NEW, **more: str) -> str:
    return f"{path}/value?{urlencode(STATED | more)}"


def listed(*variants: Variant, store_id: str = "tea") -> None:
    catalogue.apply(
        ProductListed(
            platform="shopify",
            store_id=store_id,
            product_id="8001",
            updated_at=datetime.now(UTC) - timedelta(days=3),
            variants=variants,
        )
    )
    forget_all()


def values_of(sku: str) -> list[tuple[str, str]]:
    return [
        (f"{each.since:%Y-%m-%d}", each.value.qv)
        for each in skus.versions("tea", [sku]).get(sku, ())
    ]


def test_where_everything_has_a_value_the_page_says_so() -> None:
    assert "Everything that is for sale has a value" in asks(PATH).text


def test_what_orders_wait_for_stands_first_with_what_is_at_stake(published: Published) -> None:
    listed(Variant("1", "OLD", "Old tea"), Variant("2", "NEW", "New tea, 250 g"))
    orders_of(published, 2)

    page = asks(PATH).text

    assert page.index(">NEW<") < page.index(">OLD<")
    assert "New tea, 250 g" in page
    assert 'data-value="151.20"' in page
    assert 'data-value="24.00"' in page


def test_the_list_is_narrowed_by_store_and_by_whether_orders_wait(published: Published) -> None:
    open_store("coffee")
    listed(Variant("1", "OLD", "Old tea"))
    listed(Variant("2", "BEAN", "Beans"), store_id="coffee")
    orders_of(published, 1)

    def shown(query: str) -> set[str]:
        page = asks(f"{PATH}?{query}").text
        return {each for each in ("OLD", "BEAN", "NEW") if f">{each}<" in page}

    assert shown("") == {"OLD", "BEAN", "NEW"}
    assert shown("store=coffee") == {"BEAN"}
    assert shown("show=waiting") == {"NEW"}
    assert shown("show=for-sale") == {"OLD", "BEAN"}
    assert shown("store=nowhere") == set()


def test_the_list_read_to_its_end_has_all_that_the_figures_say() -> None:
    listed(*(Variant(f"{number}", f"S-{number:03}", "Tea") for number in range(120)))

    found, path = list[str](), PATH
    while path:
        page = asks(path).text
        found += re.findall(r">(S-\d{3})<", page)
        _, more, rest = page.partition(f'href="{PATH}?after=')
        path = f"{PATH}?after={rest.partition('"')[0]}" if more else ""

    assert found == [f"S-{number:03}" for number in range(120)]
    assert ">120<" in asks(PATH).text


def test_a_variant_without_a_sku_is_valued_by_its_id() -> None:
    listed(Variant("44100000099", "", "A sample"))
    assert "/console/skus/tea~2Fid~3A44100000099/value?name=A+sample" in asks(PATH).text

    _, [action] = confirmed("/console/skus/tea~2Fid~3A44100000099")

    assert action.state == APPLIED
    assert skus.versions("tea", ["id:44100000099"])["id:44100000099"][0].value.only_sku is False


def confirmed(path: str, **more: str) -> tuple[Answered, list[Any]]:
    """States a value, looks at what it does, and confirms just that."""
    shown = asks(stated(path, **more))
    assert shown.status == 200, shown.text
    return sends(f"{path}/value", form_in(shown) | {"reason": "it is new"})


def test_a_skus_versions_stand_in_their_order_with_what_is_in_force() -> None:
    value("TEA-GREEN-100", cv="24", effective_from=datetime.now(UTC) + timedelta(days=20))

    page = asks(GREEN).text

    assert page.index("20 in every unit") < page.index("24 in every unit")
    assert page.index("in force") < page.index("to come")


def test_a_sku_is_found_by_its_name_and_one_without_a_value_says_so() -> None:
    found = asks(f"{PATH}/find?store=tea&sku=TEA-GREEN-100")
    assert (found.status, found.headers["location"]) == (303, GREEN)

    assert "No value" in asks("/console/skus/tea~2FNOTHING").text
    assert asks("/console/skus/nowhere~2FNEW").status == 404
    assert asks("/console/skus/tea").status == 404
    assert asks(f"{PATH}/find?store=&sku=").headers["location"] == PATH


def test_nothing_is_changed_before_it_was_shown_with_the_first_order_that_it_is_of(
    published: Published,
) -> None:
    orders_of(published, 2)

    page = asks(stated()).text

    assert "First order that it is of" in page
    assert ">9001<" in page
    assert "No value" in page
    assert values_of("NEW") == []
    assert list(actions.all_actions()) == []


def test_a_value_is_put_into_force_and_what_waits_goes_on(published: Published) -> None:
    orders_of(published, 2)

    answer, [action] = confirmed(NEW)
    assert action.state == APPLIED
    assert answer.headers["location"] == f"/console/actions/{action.action_id}"
    assert values_of("NEW") == [("2026-01-01", "80%")]

    acts("/console/parked/act/release?waits=sku%2Ftea%2FNEW", reason="it has a value")
    run(published)
    assert parked_records() == []


def test_a_value_of_a_later_day_says_which_orders_wait_on(published: Published) -> None:
    orders_of(published, 2)

    page = asks(stated(effective_from="2027-01-01")).text

    assert "2 orders were placed before that day" in page
    assert "the next one placed from" in page


def test_a_change_shows_what_it_was_worth_before() -> None:
    page = asks(stated(GREEN, effective_from="2027-01-01", sku_id="tea-green-100")).text

    assert "tea · 20 in every unit" in page
    assert "PV 20 · BV 20 · CV 20 · QV 80%" in page


def test_the_form_begins_with_what_is_known(published: Published) -> None:
    orders_of(published, 1)

    gap = asks(f"{NEW}/value?name=New+tea").text
    known = asks(f"{GREEN}/value").text

    assert 'value="New tea"' in gap
    assert 'value="2026-11-20"' in gap
    assert 'name="pv" type="text" value="20"' in known


@pytest.mark.parametrize(
    ("field", "word"),
    [("pv", "twelve"), ("commission_class", "Tea!"), ("effective_from", "soon"), ("name", "")],
)
def test_what_does_not_fit_is_said_at_its_field(field: str, word: str) -> None:
    page = asks(stated(**{field: word}))

    assert page.status == 422
    assert (
        f'name="{field}"' in page.text.partition('aria-invalid="true"')[0].rpartition("<input")[2]
    )


def test_what_stands_already_is_refused_in_words() -> None:
    page = asks(stated(GREEN))

    assert page.status == 409
    assert "give the new ones a later effective_from" in page.text


def test_what_changed_since_it_was_shown_is_shown_again() -> None:
    form = form_in(asks(stated()))
    value("NEW", effective_from=datetime(2026, 2, 1, tzinfo=UTC))

    answer, done = sends(f"{NEW}/value", form | {"reason": "it is new"})

    assert (answer.status, done) == (409, [])
    assert "has changed since it was shown" in answer.text


def test_a_value_needs_a_reason_and_is_put_on_record_once() -> None:
    form = form_in(asks(stated()))
    answer, done = sends(f"{NEW}/value", form | {"reason": " "})
    assert (answer.status, done) == (422, [])

    first, _ = sends(f"{NEW}/value", form | {"reason": "it is new"})
    second, again = sends(f"{NEW}/value", form | {"reason": "it is new"})
    assert (first.headers["location"], again) == (second.headers["location"], [])


def test_only_operators_state_values_and_an_auditor_reads() -> None:
    listed(Variant("1", "OLD", "Old tea"))
    auditor = operator("ada", roles=(AUDITOR,))

    page = asks(PATH, auditor)
    assert "Add a value" not in page.text
    assert "Load a file" not in page.text
    for path in (f"{NEW}/value", f"{PATH}/load"):
        assert asks(path, auditor).status == 404
        assert asks(path, operator("fay", roles=(FINANCE,))).status == 404
    assert asks(f"{PATH}/gaps.csv", auditor).status == 200
