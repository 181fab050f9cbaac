"""`commissions decide` as people type it, on the tables that the template declares."""

import pytest

from tests.support.command import commissions, told
from tests.support.pipeline_driver import TEA_ORDER, Published, run
from tests.support.refunds_told_again import sold_and_told_twice

pytestmark = pytest.mark.usefixtures("reachable")
ACCEPT = ["decide", "5501000001001", "--refund", "93", "accept", "--why", "both came back"]


@pytest.fixture(autouse=True)
def _twice(published: Published) -> None:
    sold_and_told_twice(published)


def test_without_apply_it_says_what_it_would_do_and_does_nothing(published: Published) -> None:
    seen = commissions(*ACCEPT, "--by", "mara").stdout

    assert f"Order {TEA_ORDER}" in seen
    assert "refund 93 told as" in seen
    assert ": accept\n    by mara, " in "\n".join(map(str.rstrip, seen.splitlines()))
    assert "cara 12.00 USD 6.00 USD -6.00 USD" in " ".join(seen.split())
    assert "Nothing was written: run it again with --apply" in seen
    assert (published(), told("order", TEA_ORDER)["decisions"]) == ([], [])


def test_applied_it_does_what_it_said(published: Published) -> None:
    answer = told(*ACCEPT, "--by", "mara", "--approved-by", "ines", "--apply")
    run(published)

    assert answer["applied"]
    assert answer["changes"][1] == {
        "earner": "cara",
        "currency": "USD",
        "before": 12_00,
        "after": 6_00,
        "change": -6_00,
    }
    story = told("order", TEA_ORDER)
    [decision] = story["decisions"]
    assert (decision["by"], decision["approved_by"], decision["why"], decision["stands"]) == (
        "mara",
        "ines",
        "both came back",
        True,
    )
    assert sum(each["stands"] for each in story["awards"]) == 7_00
    assert told("parked")["parked"] == []


def test_a_decision_is_taken_back_and_the_order_shows_both(published: Published) -> None:
    told(*ACCEPT, "--by", "mara", "--apply")
    run(published)
    told(*ACCEPT[:-1], "only one did", "--withdraw", "--by", "ines", "--apply")
    run(published)

    seen = commissions("order", TEA_ORDER).stdout
    assert "What people decided" in seen
    assert ": both came back" in seen
    assert "counts no more" in seen
    assert "taken back by ines" in " ".join(seen.split())
    assert "decided" not in seen.split("What the store told")[1].split("What people")[0]
    assert sum(each["stands"] for each in told("order", TEA_ORDER)["awards"]) == 14_00


def test_what_stands_already_is_not_written_again(published: Published) -> None:
    words = ["decide", TEA_ORDER, "--gone", "stands", "--why", "kept", "--apply"]
    told(*words)
    run(published)

    again = told(*words)
    assert (again["applied"], again["stands_already"], published()) == (False, True, [])
    assert "The same stands decided" in commissions(*words).stdout


def test_who_decides_is_this_machines_user_unless_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "otto")
    assert told(*ACCEPT)["decisions"][0]["by"] == "otto"

    monkeypatch.setenv("COMMISSIONS_OPERATOR", "op-17")
    assert told(*ACCEPT)["decisions"][0]["by"] == "op-17"


@pytest.mark.parametrize(
    ("words", "says", "code"),
    [
        (["--refund", "94", "accept"], "No other telling of refund 94 waits. `commissions", 1),
        (["--goodwill", "keep", "--withdraw"], "is not what stands decided about the goodwill", 1),
        (["--dispute", "D-1", "lost", "--amount", "lots"], "'lots' is not a decimal number", 2),
    ],
)
def test_what_cannot_be_decided_says_why(words: list[str], says: str, code: int) -> None:
    result = commissions("decide", TEA_ORDER, *words, "--why", "w")

    assert (result.exit_code, says in result.stderr.replace("\n", " ")) == (code, True)
