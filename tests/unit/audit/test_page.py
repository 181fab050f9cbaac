"""The report for people, and for machines."""

import json
import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest

from commissions.audit.findings import CHECKS, KINDS, LEDGER, Finding, deltas
from commissions.audit.order_check import Deferred
from commissions.audit.page import page
from commissions.audit.report import CompanyReport, Report, StoreReport
from commissions.audit.report_json import as_json
from commissions.audit.wording import account, amount, count

EVIL = '<script>alert("1")</script>&'
ELEMENTS = {"article", "details", "header", "main", "section", "table", "ul"}


def a_finding(**fields: object) -> Finding:
    plain = {
        "check": LEDGER,
        "kind": "journal_differs",
        "store": "tea",
        "order": "shopify/tea/1",
        "about": "bob",
        "unit": "USD",
        "expected": 1000,
        "found": 1001,
        "sentence": "By its facts it makes bob 10.00 USD.",
    }
    return Finding(**plain | fields)  # type: ignore[arg-type]


def a_report(*findings: Finding, **store: object) -> Report:
    plain = {"store": "tea", "platform": "shopify", "findings": findings}
    tea = StoreReport(**plain | store)  # type: ignore[arg-type]
    return Report(
        day=date(2026, 11, 20),
        made_at=datetime(2026, 11, 21, 0, 40, tzinfo=UTC),
        stores=(tea,),
        company=CompanyReport(),
    )


class Balanced(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open += [tag] * (tag in ELEMENTS)

    def handle_endtag(self, tag: str) -> None:
        if tag in ELEMENTS:
            assert self.open.pop() == tag


def test_a_clean_day_says_so_first() -> None:
    text = page(a_report())

    assert '<header class="clean">' in text
    assert "Delta 0: everything agrees" in text
    assert text.index("everything agrees") < text.index("How this was checked")


def test_a_finding_shows_both_figures_and_what_to_do() -> None:
    text = page(a_report(a_finding()))

    assert '<header class="findings">' in text
    assert "1 finding, 0.01 USD at stake" in text
    for shown in ("10.00 USD", "10.01 USD", "0.01 USD", "commissions replay --order shopify/tea/1"):
        assert shown in text


def test_what_a_store_wrote_stays_text() -> None:
    report = a_report(
        a_finding(sentence=EVIL, order=EVIL, unit="USD"),
        not_asked=EVIL,
        waiting=(Deferred(order=EVIL, reason=EVIL, detail=EVIL),),
        in_flight=(Deferred(order=EVIL, reason=EVIL),),
    )

    text = page(report)

    assert "<script" not in text
    assert text.count("&lt;script&gt;") >= 5


def test_the_page_is_whole_and_fetches_nothing() -> None:
    text = page(a_report(a_finding(), waiting=(Deferred(order="o", reason="unmapped_sku"),)))
    reader = Balanced()
    reader.feed(text)

    assert reader.open == []
    assert not re.search(r"https?:|src=|href=|url\(|@import", text)
    assert "$" not in text
    assert "prefers-color-scheme:dark" in text


def test_a_thousand_findings_make_no_page_of_a_thousand() -> None:
    text = page(a_report(*[a_finding()] * 1000))

    assert text.count("By its facts") == 100
    assert "and 900 more" in text


def test_machines_get_every_finding_with_its_figures() -> None:
    answer = json.loads(as_json(a_report(*[a_finding()] * 1000)))

    assert answer["format"] == "commissions.reconciliation/1"
    assert (answer["verdict"], answer["delta"]) == ("findings", {"USD": 1000})
    assert len(answer["findings"]) == 1000
    assert answer["stores"][0]["checks"][LEDGER] == {"findings": 1000, "delta": {"USD": 1000}}
    assert {name: answer["findings"][0][name] for name in ("kind", "difference", "title")} == {
        "kind": "journal_differs",
        "difference": 1,
        "title": "journals differ from what is due",
    }


def test_a_store_that_could_not_be_asked_makes_the_day_incomplete() -> None:
    assert a_report(not_asked="no access").verdict == "incomplete"
    assert a_report(not_asked="no API", has_api=False).verdict == "clean"
    assert "as far as it could be asked" in page(a_report(not_asked="no access"))


def test_a_finding_without_an_amount_is_a_finding_all_the_same() -> None:
    report = a_report(a_finding(unit="", expected=None, found=None))

    assert (report.headline, report.delta_total) == ("1 finding, no amount at stake", 0)


def test_what_is_at_stake_is_added_up_by_currency_and_never_cancels_out() -> None:
    found = [a_finding(found=990), a_finding(), a_finding(unit="cv", found=0)]

    assert deltas(found) == {"USD": 11, "cv": 1000}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_name_and_tells_what_to_do(kind: str) -> None:
    title, advice = KINDS[kind]

    assert title[:1].islower()
    assert advice.endswith(".")
    assert all(CHECKS.values())


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (125_000, "USD", "1,250.00 USD"),
        (-5, "USD", "-0.05 USD"),
        (1250, "JPY", "1,250 JPY"),
        (1250, "KWD", "1.250 KWD"),
        (8000, "cv", "80.00 CV"),
    ],
)
def test_amounts_are_shown_in_the_units_of_their_currency(value: int, unit: str, text: str) -> None:
    assert amount(value, unit) == text


def test_accounts_and_counts_read_like_words() -> None:
    assert account("commission_payable:bob") == "the commission of bob"
    assert account("volume:cat:2026-11") == "the volume of cat in 2026-11"
    assert account("cash:bank") == "the account cash:bank"
    assert (count(1, "order"), count(1200, "order")) == ("1 order", "1,200 orders")
