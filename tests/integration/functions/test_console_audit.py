"""The page of the audit log: who did what, filters, file, and whether the log is whole."""

import json
import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from urllib.parse import urlencode

import pytest

from commissions.application.actions import steps
from commissions.domain.people.accounts import ADMIN, AUDITOR, FINANCE, MEMBER
from commissions.pages.console import audit
from commissions.runtime.pages import console_audit
from commissions.tables import actions
from tests.support.audited import altered, did, taken_out
from tests.support.console_pages import asks, operator
from tests.support.page_rules import faults
from tests.support.parked_company import INES, a_parked_company, on_record
from tests.support.pipeline_driver import Published

pytestmark = pytest.mark.usefixtures("aws")

PATH = "/console/audit"
NOW = datetime.now(UTC)
ROW = re.compile(r'<tr id="(entry-[^"]+)"')
MORE = re.compile(r'href="([^"]+after=[^"]+)"')


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def asked(**filter_: str) -> str:
    return f"{PATH}?{urlencode(filter_)}"


def rows(page: str) -> list[str]:
    return ROW.findall(page)


def read_to_its_end(path: str) -> list[str]:
    found = []
    while path:
        page = asks(path).text
        found += rows(page)
        path = more[0].replace("&amp;", "&") if (more := MORE.findall(page)) else ""
    return found


def test_who_did_what_on_what_and_why_is_listed_the_latest_first() -> None:
    did("rebuild", who="mara", at=days_ago(2), target="shopify/tea/1001")
    did("period close", who="ines", at=days_ago(1), target="2026-10", why="the month is over")

    page = asks(PATH).text

    assert page.index("period close") < page.index(">rebuild<")
    for word in ("ines", "2026-10", "the month is over", "mara", "shopify/tea/1001", "2 entries"):
        assert word in page


def test_a_command_with_an_end_is_one_entry_and_one_without_says_so() -> None:
    did("rebuild", at=days_ago(1))
    did("load", at=days_ago(0.5), ends=False)

    page = asks(PATH).text

    assert "2 entries" in page
    assert page.count("begun, no end told") == 1
    assert "3 lines" in page


def test_a_filter_is_a_link() -> None:
    did("rebuild", who="mara", at=days_ago(2), target="shopify/tea/1001")
    did("rebuild", who="ines", at=days_ago(1), target="shopify/tea/1002")
    did("load", who="ines", at=days_ago(0.5))

    assert "1 entry" in asks(asked(who="ines", what="rebuild")).text
    assert "1 entry" in asks(asked(on="TEA/1001")).text
    assert "2 entries" in asks(asked(what="rebuild")).text
    assert "Nothing of that kind" in asks(asked(who="zoe")).text


def test_days_before_the_period_are_left_out() -> None:
    did("rebuild", at=days_ago(20))
    did("load", at=days_ago(1))

    assert "1 entry" in asks(PATH).text
    long = asked(**{"from": f"{days_ago(25):%Y-%m-%d}"})
    assert "2 entries" in asks(long).text


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"from": "yesterday"}, "from"),
        ({"until": "2026-13-01"}, "until"),
        ({"from": "2026-11-20", "until": "2026-11-19"}, "from"),
        ({"from": "2026-01-01", "until": "2026-03-01"}, "from"),
        ({"after": "of-somebody-else"}, "after"),
    ],
)
def test_a_period_that_is_none_is_refused_and_named(said: dict[str, str], field: str) -> None:
    answer = asks(asked(**said))

    assert answer.status == 422
    assert field in answer.text


def test_the_list_read_to_its_end_is_what_the_page_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console_audit, "ROWS", 3)
    for number in range(8):
        did("rebuild", at=days_ago(1) + timedelta(minutes=number), ends=number % 2 == 0)

    found = read_to_its_end(PATH)

    assert "8 entries" in asks(PATH).text
    assert len(found) == len(set(found)) == 8


def test_the_next_rows_come_alone_for_a_page_that_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console_audit, "ROWS", 2)
    for number in range(3):
        did("rebuild", at=days_ago(1) + timedelta(minutes=number))
    [more] = set(MORE.findall(asks(PATH).text))

    part = asks(more.replace("&amp;", "&"), headers={"hx-request": "true"}).text

    assert "<!doctype" not in part
    assert len(rows(part)) == 1
    assert faults(part, is_whole=False) == []


def test_a_cursor_opens_no_other_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console_audit, "ROWS", 1)
    did("rebuild", at=days_ago(1))
    did("rebuild", at=days_ago(0.5))
    [more] = set(MORE.findall(asks(PATH).text))
    more = more.replace("&amp;", "&")

    assert asks(more).status == 200
    assert asks(f"{more}&what=rebuild").status == 422
    assert asks(more, operator("ines")).status == 422


def test_a_whole_log_says_so() -> None:
    did("rebuild", at=days_ago(1))

    assert "The log is whole" in asks(PATH).text


def test_where_somebody_changed_an_entry_the_log_breaks_by_name() -> None:
    did("rebuild", at=days_ago(2))
    changed = did("payout plan", at=days_ago(1))
    altered(changed, who="nobody")

    page = asks(PATH).text
    name = f"{changed.day}/{changed.number}"

    assert "The log is not whole" in page
    assert f'<a href="{PATH}/{name}">{name}</a>' in page
    assert "This entry was changed" in asks(f"{PATH}/{name}").text


def test_where_an_entry_was_taken_out_the_next_one_is_named() -> None:
    gone = did("rebuild", at=days_ago(1))
    taken_out(gone)

    page = asks(PATH).text

    assert f"{gone.day}/{gone.number + 1}</a>" in page


def test_what_is_missing_at_the_end_of_a_past_period_shows_by_the_entry_after_it() -> None:
    did("rebuild", at=days_ago(5), ends=False)
    last = did("place", at=days_ago(5), ends=False)
    after = did("load", at=days_ago(1), ends=False)
    past = asked(**{"from": f"{days_ago(8):%Y-%m-%d}", "until": f"{days_ago(5):%Y-%m-%d}"})
    assert "The log is whole" in asks(past).text

    taken_out(last)

    assert f"{after.day}/{after.number}" in asks(past).text


def test_an_entry_says_all_of_it_and_its_hash() -> None:
    begun = did("rebuild", at=days_ago(1), target="shopify/tea/1001", why="it differs")

    page = asks(f"{PATH}/{begun.day}/{begun.number}").text

    for word in ("shopify/tea/1001", "it differs", "the command line", begun.hash):
        assert word in page
    assert "Other entries of the same" in page
    sheet = asks(
        f"{PATH}/{begun.day}/{begun.number}",
        headers={"hx-request": "true", "hx-target": "sheet-body"},
    ).text
    assert "<!doctype" not in sheet


@pytest.mark.parametrize("place", ["2026-11-20/1", "yesterday/1", "2026-11-20/x", "2026-11-20/-1"])
def test_an_entry_that_there_is_not_is_not_there(place: str) -> None:
    assert asks(f"{PATH}/{place}").status == 404


def test_of_an_action_before_and_after_and_the_second_person_are_shown(
    published: Published,
) -> None:
    a_parked_company(published, 2)
    action = on_record("parked.dismiss")
    page = asks(PATH).text
    [row] = rows(page)

    entry = asks(f"{PATH}/{row.removeprefix('entry-')[:10]}/{row.rpartition('-')[2]}").text

    assert "Dismiss parked records" in page
    assert action.action_id in entry
    assert "What it changes" in entry
    assert "Records" in entry


def test_who_agreed_stands_beside_who_proposed(published: Published) -> None:
    a_parked_company(published, 1)
    action = on_record("parked.dismiss", ask=True)

    steps.approve(action.action_id, INES, action.draft.digest, datetime.now(UTC))

    page = asks(PATH).text
    assert "3 entries" in page
    assert page.count("with ines") == 3
    assert actions.get(action.action_id).agreed_by == "ines"


def test_the_file_has_each_entry_and_its_chain_can_be_checked_outside() -> None:
    did("rebuild", at=days_ago(1), target="tea ünder 'quotes'")
    did("load", at=days_ago(0.5))

    answer = asks(f"{PATH}.jsonl")

    lines = [json.loads(each) for each in answer.text.splitlines()]
    assert answer.headers["content-type"] == "application/jsonl"
    assert "attachment" in answer.headers["content-disposition"]
    assert len(lines) == 4
    for before, line in pairwise(lines):
        assert line["previous_hash"] == before["hash"]
    for line in lines:
        said = line | {"hash": ""}
        text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert sha256(text.encode()).hexdigest() == line["hash"]


def test_a_file_that_would_be_too_large_is_refused_and_not_offered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(console_audit, "FILE_LINES_MAX", 1)
    monkeypatch.setattr(audit, "FILE_LINES_MAX", 1)
    did("rebuild", at=days_ago(1))

    assert asks(f"{PATH}.jsonl").status == 422
    page = asks(PATH).text
    assert "audit.jsonl" not in page
    assert "Too many entries for one file" in page


def test_what_somebody_hostile_wrote_stays_text() -> None:
    hostile = "<script>alert(1)</script>\"'&"
    begun = did(hostile, who=hostile, at=days_ago(1), target=hostile, why=hostile)

    for path in (PATH, asked(on=hostile), f"{PATH}/{begun.day}/{begun.number}"):
        assert "<script>alert" not in asks(path).text


@pytest.mark.parametrize("role", [AUDITOR, FINANCE, ADMIN])
def test_all_of_the_staff_read_it_and_nobody_else(role: str) -> None:
    assert asks(PATH, operator(roles=(role,))).status == 200
    assert asks(PATH, operator(roles=(MEMBER,))).status == 404
