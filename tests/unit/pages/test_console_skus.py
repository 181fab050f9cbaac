"""The pages of SKUs with nothing, with much, and with what somebody hostile writes."""

import gzip
from datetime import timedelta
from typing import Any

import pytest

from commissions.domain.money import Money
from commissions.pages import text
from commissions.pages.console import sku_load, sku_value, skus
from commissions.pages.frame import Frame
from tests.support.page_rules import faults
from tests.unit.pages.test_console import (
    HOSTILE,
    HTML_BYTES_MAX,
    LANGUAGES,
    NOW,
    a_stake,
    frame,
)

STATES = (skus.PAST, skus.RETIRED, skus.IN_FORCE, skus.TO_COME)
VOLUMES = {"pv": "20", "bv": "80%", "cv": "20", "qv": "12.50"}


def a_version(said: str = "tea", **more: Any) -> skus.SkuVersionLine:
    given: dict[str, Any] = {
        "since": NOW - timedelta(days=90),
        "until": NOW,
        "state": skus.IN_FORCE,
        "name": said,
        "category": said,
        "commission_class": said,
        "volumes": VOLUMES,
        "holds": [(said, "2")],
    }
    return skus.SkuVersionLine(**given | more)


def a_gap(number: int = 1, said: str = "NEW", **more: Any) -> skus.SkuGapLine:
    given: dict[str, Any] = {
        "row_id": f"gap-{number}",
        "store_id": said,
        "sku": said,
        "name": said,
        "variant_id": said,
        "sold_at": [Money(2400, "USD"), Money(2200, "EUR")],
        "orders": number % 3,
        "at_stake": a_stake(),
        "since": NOW - timedelta(days=number),
        "valued_from": NOW,
        "has_two": number % 2 == 0,
        "href": "/console/skus/tea~2FNEW",
        "value_href": "/console/skus/tea~2FNEW/value",
    }
    return skus.SkuGapLine(**given | more)


def a_list(gaps: int = 3, said: str = "NEW", **more: Any) -> skus.SkusView:
    given: dict[str, Any] = {
        "made_at": NOW,
        "gaps": [a_gap(each, said) for each in range(gaps)],
        "every": gaps,
        "waiting": 1,
        "orders": 3,
        "at_stake": a_stake() if gaps else a_stake(amounts=[], weighed=0, records=0),
        "stores": [said] if gaps else [],
        "store": "",
        "kind": "",
        "kinds": [(each, f"/console/skus?show={each}") for each in ("", "waiting", "for-sale")],
        "file_href": "/console/skus/gaps.csv",
        "may_act": True,
    }
    return skus.SkusView(**given | more)


def a_sku(said: str = "NEW", **more: Any) -> skus.SkuView:
    given: dict[str, Any] = {
        "store_id": said,
        "sku": said,
        "is_id": True,
        "made_at": NOW,
        "versions": [a_version(said, state=each) for each in STATES],
        "orders": 3,
        "at_stake": a_stake(),
        "since": NOW,
        "sold_at": [Money(2400, "USD")],
        "parked_href": "/console/parked?waits=sku",
        "value_href": "/console/skus/tea~2FNEW/value",
        "is_bundle": True,
    }
    return skus.SkuView(**given | more)


def a_change(said: str = "NEW", **more: Any) -> sku_value.ValueChange:
    reach = sku_value.ReachView(
        order_id=said, order_href="/console/parked/x", placed_at=NOW, goes_on=3, still_waits=2
    )
    given: dict[str, Any] = {"before": a_version(said), "after": a_version(said), "seen": "s"}
    return sku_value.ValueChange(**given | {"reach": reach} | more)


def of_the_next() -> sku_value.ValueChange:
    reach = sku_value.ReachView(
        order_id="", order_href="", placed_at=None, goes_on=0, still_waits=0
    )
    return a_change(before=None, after=a_version(until=None), reach=reach)


def a_value(said: str = "NEW", **more: Any) -> sku_value.SkuValueView:
    given: dict[str, Any] = {
        "store_id": said,
        "sku": said,
        "action": "/console/skus/tea~2FNEW/value",
        "back": "/console/skus/tea~2FNEW",
        "said": dict.fromkeys(sku_value.FIELDS, said),
        "beside": said,
        "sold_at": [Money(2400, "USD")],
        "once": "o",
    }
    return sku_value.SkuValueView(**given | more)


def a_load(said: str = "NEW", values: int = 2, **more: Any) -> sku_load.SkuLoadView:
    lines = [
        sku_load.LoadedValue(
            store_id=said,
            sku=said,
            href="/console/skus/x",
            before=a_version(said) if each else None,
            after=a_version(said),
            is_retired=each == 1,
            orders=each,
        )
        for each in range(values)
    ]
    given: dict[str, Any] = {
        "rows": values + 3,
        "values": lines,
        "new": values + 1,
        "notices": [said],
        "packed": "abc",
        "once": "o",
    }
    return sku_load.SkuLoadView(**given | more)


def broken(said: str) -> sku_load.SkuLoadView:
    problems = [
        sku_load.FileProblem(line=0, column="", says=said),
        sku_load.FileProblem(line=7, column=said, says=said),
    ]
    return sku_load.SkuLoadView(problems=problems)


def everything(where: Frame, said: str = "NEW") -> dict[str, str]:
    wrong = dict.fromkeys(sku_value.FIELDS, "parked.bad.missing")
    file_wrong = {
        "file": "skus.bad.file",
        "changed": "skus.bad.changed",
        "reason": "skus.bad.reason",
    }
    refused = a_value(said, change=a_change(said), refused=said, changed=True, needs_second=True)
    values = {
        "form": a_value(said),
        "wrong": a_value(said, wrong=wrong),
        "shown": a_value(said, change=a_change(said), wrong={"reason": "parked.bad.reason"}),
        "of the next order": a_value(said, change=of_the_next()),
        "refused": refused,
    }
    loads = {
        "no file": sku_load.SkuLoadView(wrong=file_wrong),
        "a broken file": broken(said),
        "a file": a_load(said, wrong=file_wrong, refused=said, needs_second=True),
        "nothing new": a_load(said, values=0, new=0, notices=()),
    }
    return {
        "no gap": skus.render_list(a_list(0), where),
        "none of a kind": skus.render_list(a_list(0, kind="waiting", store="tea"), where),
        "gaps": skus.render_list(a_list(6, said, goes_on="/console/skus?after=c"), where),
        "seen by an auditor": skus.render_list(a_list(3, said, may_act=False), where),
        "a sku": skus.render_one(a_sku(said), where),
        "one without a value": skus.render_one(
            a_sku(said, versions=(), orders=0, since=None, value_href="", is_bundle=False), where
        ),
        **{name: sku_value.render(each, where, in_sheet=False) for name, each in values.items()},
        "in the sheet": sku_value.render(a_value(said), where, in_sheet=True),
        **{name: sku_load.render(each, where) for name, each in loads.items()},
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_skus_keeps_the_rules_in_every_language(language: str) -> None:
    for name, html in everything(frame(language, active="skus")).items():
        assert faults(html, is_whole="<!doctype" in html) == [], name


def test_what_somebody_hostile_calls_a_sku_stays_text() -> None:
    for name, html in everything(frame(active="skus"), HOSTILE).items():
        found = faults(html, is_whole="<!doctype" in html)
        assert [each for each in found if "{{" not in each] == [], name
        assert "<script>alert" not in html, name


def test_fifty_gaps_and_a_hundred_values_fit_into_what_a_page_may_weigh() -> None:
    for html in (
        skus.render_list(a_list(50), frame()),
        sku_load.render(a_load(values=sku_load.SHOWN_MAX), frame()),
    ):
        assert len(gzip.compress(html.encode(), 6)) <= HTML_BYTES_MAX


def test_what_a_form_asks_for_has_a_word_in_every_language() -> None:
    for language in text.LANGUAGES:
        words = text.of(language)
        for name in sku_value.FIELDS:
            assert words(f"parked.field.{name}")
