"""The page of what is parked: filter, story, and what somebody does about it, once and as shown."""

import re
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest

from commissions.application.actions import proposing
from commissions.application.queries.audited import audit_log_since
from commissions.application.queries.parked_records import parked_records
from commissions.domain.actions.action import APPLIED, PROPOSED
from commissions.domain.people.accounts import AUDITOR, FINANCE, MEMBER
from commissions.tables import actions, ledger, members, parked
from tests.support.console_pages import acts, asks, form_in, long_ago, operator, sends
from tests.support.parked_company import a_parked_company, orders_of, send
from tests.support.pipeline_driver import Published, run, value

PATH = "/console/parked"
NEW = urlencode({"waits": "sku/tea/NEW"})
RELEASE, DISMISS = f"{PATH}/act/release?{NEW}", f"{PATH}/act/dismiss?{NEW}"
VALUE = {
    "sku_id": "new",
    "name": "New tea",
    "category": "tea",
    "commission_class": "tea",
    "effective_from": "2026-01-01",
    "pv": "20",
    "bv": "20",
    "cv": "20",
    "qv": "20",
    "reason": "it is new",
}
OFF = {
    "total_price": "99.99",
    "total_price_set": {"shop_money": {"amount": "99.99", "currency_code": "USD"}},
}


@pytest.fixture(autouse=True)
def _stuck(published: Published) -> None:
    a_parked_company(published, 2)


def test_what_waits_is_shown_by_what_it_waits_for() -> None:
    page = asks(PATH).text

    assert "SKU NEW in tea" in page
    assert "2 orders" in page
    assert "Give the SKU its value" in page
    assert "skus.csv" not in page
    assert page.index("Add a value") < page.index("Release") < page.index("Dismiss")


def test_a_filter_is_a_link_and_says_when_nothing_fits() -> None:
    assert "9001" in asks(f"{PATH}?cause=unmapped_sku&store=tea").text
    assert "Nothing of that kind is parked" in asks(f"{PATH}?store=coffee").text
    assert "Nothing of that kind is parked" in asks(f"{PATH}?age=1d").text


def test_what_a_stranger_writes_into_a_link_stays_text() -> None:
    page = asks(f"{PATH}?{urlencode({'cause': '<script>', 'waits': 'a&b'})}")

    assert page.status == 200
    assert "<script>" not in page.text


def test_the_page_asks_by_itself_and_is_told_only_what_is_new(published: Published) -> None:
    [look] = re.findall(r'id="parked"[^>]* hx-get="([^"]+)"', asks(PATH).text)
    look = look.replace("&amp;", "&")

    assert asks(look).status == 204
    orders_of(published, 1, first=3)
    news = asks(look, headers={"hx-request": "true"})
    assert (news.status, "3 orders" in news.text) == (200, True)


def test_an_order_tells_its_story() -> None:
    page = asks(f"{PATH}/orders/shopify~2Ftea~2F9001").text

    assert "Order 9001" in page
    assert "NEW has no value in the SKU map" in page
    assert "The shop told it: orders/paid" in page
    assert "Not in the ledger yet" in page
    assert asks(f"{PATH}/orders/shopify~2Ftea~2F1").status == 404


def test_nothing_is_done_without_a_confirmation_with_count_and_sum() -> None:
    page = asks(RELEASE).text

    assert "Release 2" in page
    assert "At stake" in page
    assert len(parked_records()) == 2
    assert list(actions.all_actions()) == []


def test_what_is_released_goes_on_and_each_says_so(published: Published) -> None:
    value("NEW")

    answer, [action] = acts(RELEASE, reason="the value is there")
    run(published)

    assert answer.status == 303
    assert answer.headers["location"] == f"/console/actions/{action.action_id}"
    assert action.state == APPLIED
    assert "2 went on" in asks(answer.headers["location"]).text
    assert ledger.read("shopify/tea/9001").journals


def test_what_still_waits_says_why_on_the_same_page(published: Published) -> None:
    answer, _ = acts(RELEASE, reason="let us see")
    run(published)

    page = asks(answer.headers["location"]).text
    assert "2 still wait" in page
    assert "NEW has no value" in page


def test_the_audit_log_has_who_and_why_and_from_where() -> None:
    acts(DISMISS, reason="a test of the shop")

    today = datetime.now(UTC).date()
    entries = audit_log_since(today, today).entries
    assert [(each.who, each.what, each.outcome, each.where) for each in entries] == [
        ("mara", "parked.dismiss", "approved", "page"),
        ("mara", "parked.dismiss", "applied", "page"),
    ]
    assert {each.why for each in entries} == {"a test of the shop"}


def test_without_a_reason_nothing_is_done() -> None:
    for reason in ("", "  ", "\u200b"):
        answer, done = acts(DISMISS, reason=reason)

        assert (answer.status, done) == (422, [])
        assert "Say why" in answer.text
    assert len(parked_records()) == 2


def test_a_double_click_is_one_action(published: Published) -> None:
    form = form_in(asks(DISMISS)) | {"reason": "twice"}

    first, done = sends(DISMISS, form)
    second, again = sends(DISMISS, form)

    assert (first.headers["location"], len(done)) == (second.headers["location"], 1)
    assert again == []
    assert len(list(actions.all_actions())) == 1


def test_what_changed_since_it_was_shown_is_shown_again(published: Published) -> None:
    form = form_in(asks(DISMISS)) | {"reason": "they are tests"}
    orders_of(published, 1, first=3)

    answer, done = sends(DISMISS, form)

    assert (answer.status, done) == (409, [])
    assert "What waits has changed meanwhile" in answer.text
    assert "Dismiss 3" in answer.text
    assert len(parked_records()) == 3
    confirmed, [action] = sends(DISMISS, form_in(answer) | {"reason": "they are tests"})
    assert (confirmed.status, action.outcome) == (303, "3 dismissed")


def test_two_people_at_once_dismiss_it_once() -> None:
    mara, ines = operator("mara"), operator("ines")
    forms = [(who, form_in(asks(DISMISS, who)) | {"reason": "gone"}) for who in (mara, ines)]

    (first, _), (second, late) = [sends(DISMISS, form, who) for who, form in forms]

    assert first.status == 303
    assert (second.status, late) == (409, [])
    assert "It waits no more" in second.text
    assert parked_records() == []


def test_all_at_once_takes_a_filter() -> None:
    assert asks(f"{PATH}/act/dismiss").status == 404
    assert asks(f"{PATH}/act/unknown?{NEW}").status == 404
    assert "Dismiss all 2" in asks(f"{PATH}?store=tea").text
    assert "Dismiss all" not in asks(PATH).text


def test_what_fits_no_reason_of_the_filter_cannot_be_done() -> None:
    for choice in ("amounts", "gone", "code", "nobody"):
        assert asks(f"{PATH}/act/{choice}?{NEW}").status == 404


def test_a_value_is_added_where_it_is_missing(published: Published) -> None:
    opened = asks(f"{PATH}/act/value?{NEW}").text
    assert 'value="2026-11-20"' in opened
    assert "Sold at" in opened

    answer, [action] = acts(f"{PATH}/act/value?{NEW}", **VALUE)

    assert (answer.status, action.state) == (303, APPLIED)
    assert action.outcome == "NEW has a value from 2026-01-01 on"


def test_a_value_that_cannot_be_read_names_its_field() -> None:
    answer, done = acts(f"{PATH}/act/value?{NEW}", **VALUE | {"cv": "much"})

    assert (answer.status, done) == (422, [])
    assert "Points like 12.50, or a share like 80%." in answer.text
    assert 'value="much"' in answer.text


def test_a_code_is_mapped_or_the_order_is_nobodys(published: Published) -> None:
    send(9201, discount_codes=[], landing_site="/?ref=NOBODY-9")
    run(published)
    waits = urlencode({"waits": "referrer/NOBODY-9"})
    assert "Referral code NOBODY-9" in asks(PATH).text

    wrong, _ = acts(f"{PATH}/act/code?{waits}", member="zoe", reason="hers")
    assert (wrong.status, "zoe" in wrong.text) == (409, True)
    acts(f"{PATH}/act/code?{waits}", member="cara", reason="she told us")

    assert members.members_by_code(["NOBODY-9"]) == {"NOBODY-9": "cara"}
    _, [credited] = acts(f"{PATH}/act/nobody?{waits}", reason="or rather not")
    assert credited.outcome == "1 credited to nobody"


def test_a_difference_is_accepted_by_two(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposing, "RULE", "release.accept")
    send(9301, **OFF)
    run(published)
    address = f"{PATH}/act/amounts?cause=does_not_reconcile"
    assert "It takes a second person" in asks(address).text

    answer, done = acts(address, reason="the shop rounds")
    [action] = actions.all_actions()
    page = answer.headers["location"]

    assert (action.state, done) == (PROPOSED, [])
    assert "You proposed this" in asks(page).text
    own, _ = sends(f"{page}/approve", {"seen": action.draft.digest})
    assert own.status == 409
    ines = operator("ines")
    assert "Sign in once more" in asks(page, long_ago(ines)).text
    late, _ = sends(f"{page}/approve", {"seen": action.draft.digest}, long_ago(ines))
    assert late.status == 409
    agreed, [done_now] = sends(f"{page}/approve", {"seen": action.draft.digest}, ines)
    assert (agreed.status, done_now.state, done_now.agreed_by) == (303, APPLIED, "ines")
    run(published)
    assert ledger.read("shopify/tea/9301").journals


def test_what_is_proposed_is_listed_and_can_be_taken_back(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposing, "RULE", "parked.dismiss")
    acts(DISMISS, reason="they are tests")
    [action] = actions.all_actions()
    page = f"/console/actions/{action.action_id}"
    assert "1 action is open" in asks("/console/actions").text

    unexplained, _ = sends(f"{page}/reject", {"reason": ""})
    taken_back, _ = sends(f"{page}/reject", {"reason": "a mistake"})

    assert (unexplained.status, taken_back.status) == (409, 303)
    assert "taken back" in asks(page).text
    assert "Nothing waits" in asks("/console/actions").text
    assert len(parked_records()) == 2


def test_who_may_look_and_who_may_act() -> None:
    auditor = operator(roles=(AUDITOR,))
    assert "Add a value" not in asks(PATH, auditor).text
    for roles in ((MEMBER,), (FINANCE,)):
        assert asks(PATH, operator(roles=roles)).status == 404
    for roles in ((AUDITOR,), (MEMBER,), (FINANCE,)):
        assert asks(DISMISS, operator(roles=roles)).status == 404
    form = form_in(asks(DISMISS)) | {"reason": "an auditor's"}
    for roles in ((AUDITOR,), (MEMBER,), (FINANCE,)):
        answer, done = sends(DISMISS, form, operator(roles=roles))
        assert (answer.status in (404, 405), done) == (True, [])
    assert len(list(parked.all_entries())) == 2


def test_in_german_nothing_stays_in_english_but_what_the_records_say() -> None:
    page = asks(PATH, operator(language="de")).text

    assert "Geparkte Bestellungen" in page
    assert "kein Wert für die SKU" in page
    assert "Wert ergänzen" in page
