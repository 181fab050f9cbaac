"""The report for people."""

import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

from commissions.audit.figures import Pair, Side
from commissions.audit.order_case import Deferred
from commissions.audit.report import CompanyReport
from commissions.pages.reconciliation import (
    StoreSection,
    balances_state,
    comparisons,
    deferred_list,
    finding_groups,
    render,
)
from tests.unit.audit.reports import a_finding, a_report

EVIL = '<script>alert("1")</script>&'
ELEMENTS = {"article", "details", "header", "main", "section", "table", "ul"}


class Balanced(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open += [tag] * (tag in ELEMENTS)

    def handle_endtag(self, tag: str) -> None:
        if tag in ELEMENTS:
            assert self.open.pop() == tag


def dollars(*, count: int, minor: int) -> Side:
    return Side(count, Counter({"USD": minor}))


def test_a_clean_day_says_so_first() -> None:
    text = render(a_report())

    assert '<header class="clean">' in text
    assert "Delta 0: everything agrees" in text
    assert text.index("everything agrees") < text.index("How this was checked")


def test_a_finding_shows_both_figures_and_what_to_do() -> None:
    text = render(a_report(a_finding()))

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

    text = render(report)

    assert "<script" not in text
    assert text.count("&lt;script&gt;") >= 5


def test_what_looks_like_a_template_is_none() -> None:
    text = render(a_report(a_finding(sentence="{{ 7 * 7 }}{% raw %}$day")))

    assert "{{ 7 * 7 }}{% raw %}$day" in text


def test_the_page_is_whole_and_fetches_nothing() -> None:
    text = render(a_report(a_finding(), waiting=(Deferred(order="o", reason="unmapped_sku"),)))
    reader = Balanced()
    reader.feed(text)

    assert reader.open == []
    assert not re.search(r"https?:|src=|href=|url\(|@import", text)
    assert not re.search(r"\$|\{\{|\{%", text)
    assert "prefers-color-scheme:dark" in text


def test_a_browser_is_told_to_fetch_and_run_nothing() -> None:
    policy = "default-src 'none'; style-src 'unsafe-inline'"

    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in render(a_report())


def test_a_thousand_findings_make_no_page_of_a_thousand() -> None:
    text = render(a_report(*[a_finding()] * 1000))

    assert text.count("By its facts") == 100
    assert "and 900 more" in text


def test_a_store_that_could_not_be_asked_is_named_and_not_compared() -> None:
    text = render(a_report(not_asked="no access"))

    assert "what was compared agrees; no orders, 0 not asked (tea)" in text
    assert "The store was not asked: no access." in text
    assert text.count('title="not compared"') == 2


def test_no_page_says_that_all_agrees_over_orders_on_their_way() -> None:
    order = Deferred(order="shopify/tea/1", reason="it was written to")
    text = render(a_report(looked_at=1, in_flight=(order,)))

    assert '<header class="incomplete">' in text
    assert "Nothing could be compared; 0 of 1 order compared, 1 in flight" in text
    assert ("agrees</em>" in text, "0 of 1 compared</em>" in text) == (False, True)


def test_an_order_that_is_accepted_as_gone_is_listed() -> None:
    order = Deferred(order="shopify/tea/1", reason="gone from the store, and cancelled here")
    text = render(a_report(looked_at=1, accepted=(order,)))

    assert "Accepted as gone: 1 order" in text


def test_findings_are_grouped_by_kind_in_the_order_of_the_checks() -> None:
    books = a_finding(check="books", kind="chain_broken")
    store = a_finding(check="store", kind="order_missing")

    groups = finding_groups([books, a_finding(), store, a_finding()])

    assert [(group.title, len(group.findings)) for group in groups] == [
        ("order missing here", 1),
        ("journals differ from what is due", 2),
        ("journal was changed", 1),
    ]


def test_sums_that_agree_are_not_the_same_where_an_order_has_other_commissions() -> None:
    owed = Pair(dollars(count=2, minor=700), dollars(count=2, minor=700))
    [differing] = a_report(a_finding(), commissions=owed).stores
    [agreeing] = a_report(commissions=owed).stores

    assert [row.agrees for row in comparisons(agreeing)] == [True] * 4
    assert [row.agrees for row in comparisons(differing)] == [True, True, False, True]


def test_nothing_of_a_currency_is_as_good_as_none() -> None:
    [store] = a_report(orders=Pair(Side(1), dollars(count=1, minor=0))).stores

    assert comparisons(store)[0].agrees


def test_what_was_looked_at_is_summed_up_in_a_line() -> None:
    order = Deferred(order="o", reason="r")
    read = {"facts": 1, "journals": 2}
    figures: dict[str, Any] = {"looked_at": 1200, "compared": 1198, "earlier": 1} | read
    [store] = a_report(**figures, waiting=(order,), accepted=(order,)).stores

    assert StoreSection(store, ()).summary == (
        "1,200 orders looked at, 1,198 compared · 1 fact and 2 journals read · 1 waiting · "
        "1 accepted as gone · "
        "1 order from before the store was ours"
    )


def test_balances_agree_or_differ_or_could_not_be_compared() -> None:
    differs = a_finding(check="statements", kind="balance_differs")
    unread = a_finding(check="statements", kind="balances_not_compared", unit="")

    assert [
        balances_state(CompanyReport(findings=found)) for found in [(), (differs,), (unread,)]
    ] == ["agree", "differ", "could not be compared"]


def test_people_whose_balance_is_on_its_way_are_counted() -> None:
    company = CompanyReport(balances=1, journals=1200, settling=2)

    assert (
        "<p>1 balance and 1,200 journals of all time agree; "
        "something is on its way to 2 persons.</p>"
    ) in render(a_report(company=company))


def test_how_many_journals_were_held_against_their_kept_hash_is_said() -> None:
    company = CompanyReport(balances=1, journals=1200, hashes=30)

    assert (
        "of all time agree. 30 journals held against the hash that was kept of each.</p>"
    ) in render(a_report(company=company))


def test_of_many_orders_that_wait_the_first_are_shown_and_the_reasons_counted() -> None:
    orders = [Deferred(order=f"{number}", reason="no_rate") for number in range(120)]
    waiting = deferred_list([Deferred(order="o", reason="unmapped_sku"), *orders])

    assert waiting.reasons == [("no_rate", 120), ("unmapped_sku", 1)]
    assert (len(waiting.shown), waiting.more) == (100, 21)
