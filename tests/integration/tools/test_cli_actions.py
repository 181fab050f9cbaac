"""`commissions actions` and `log`: what needs a second person, and who did what."""

from typing import Any

import pytest

from commissions.application.actions import callers, proposing
from commissions.tables import audit_log, plans
from tests.conftest import ROOT
from tests.support.command import commissions, told
from tests.support.pipeline_driver import TEA_ORDER, Published, run
from tests.support.refunds_told_again import sold_and_told_twice
from tools.stack import TWO_PEOPLE, Stack

pytestmark = pytest.mark.usefixtures("reachable")
UNI7 = str(ROOT / "events/plans/uni7.yaml")
ACCEPT = ["decide", TEA_ORDER, "--refund", "93", "accept", "--why", "both came back"]
PUBLISH = ["plan", "publish", UNI7, "--why", "the new year"]
ON_AWS = ("--stack", "commissions-prod")


def proposed(*words: str, by: str = "mara") -> Any:
    return told(*words, "--propose", "--as", by)


def approve(answer: Any, by: str, *more: str) -> tuple[str, ...]:
    return ("actions", "approve", answer["action"], "--seen", answer["seen"], "--as", by, *more)


def log(*words: str) -> list[str]:
    entries = told("log", *words)["entries"]
    return [f"{each['who']} {each['what']} {each['outcome']}" for each in entries]


def published() -> list[int]:
    return [int(each["version"]) for each in plans.versions("uni7")]


@pytest.fixture
def on_aws(monkeypatch: pytest.MonkeyPatch) -> str:
    """The same tables, as those of a stack on AWS by the rule of the template; its account."""
    monkeypatch.setattr(Stack, "describe", lambda name, **_: Stack.find("local"))
    monkeypatch.setattr(proposing, "RULE", TWO_PEOPLE)
    be(monkeypatch, "123456789012/user/mara")
    return "123456789012"


def be(monkeypatch: pytest.MonkeyPatch, who: str) -> None:
    monkeypatch.setattr(callers, "caller", lambda: who)


def test_a_decision_is_proposed_shown_approved_and_on_record_with_both_names(
    published: Published,
) -> None:
    sold_and_told_twice(published)
    answer = proposed(*ACCEPT)
    assert (answer["applied"], published()) == (False, [])

    shown = " ".join(commissions("actions", "show", answer["action"]).stdout.split())
    assert "cara 12.00 USD 6.00 USD -6.00 USD" in shown
    assert "proposed by mara" in shown
    assert f"actions approve {answer['action']} --seen {answer['seen']}" in shown
    assert answer["action"] in commissions("actions", "list").stdout
    assert commissions(*approve(answer, "ines")).stdout.count("Nothing was approved") == 1
    assert published() == []

    assert told(*approve(answer, "ines", "--apply"))["state"] == "applied"
    run(published)

    story = told("order", TEA_ORDER)
    [decision] = story["decisions"]
    assert (decision["by"], decision["approved_by"]) == ("mara", "ines")
    assert sum(each["stands"] for each in story["awards"]) == 7_00
    assert "Nothing waits" in commissions("actions", "list").stdout
    assert log("--target", TEA_ORDER) == [
        "mara order.decide proposed",
        "ines order.decide approved",
        "ines order.decide applied",
    ]


def test_nobody_approves_their_own_and_nothing_is_done() -> None:
    answer = proposed(*PUBLISH)

    result = commissions(*approve(answer, "MARA", "--apply"))

    assert (result.exit_code, "mara's own" in result.stderr) == (1, True)
    assert "mara's own" in commissions(*approve(answer, "mara")).stdout
    assert published() == []


def test_a_rejected_action_says_why_and_is_over() -> None:
    answer = proposed(*PUBLISH)
    words = ("actions", "reject", answer["action"], "--as", "ines")

    assert commissions(*words).exit_code == 2
    assert told(*words, "--why", "not yet")["state"] == "proposed"
    assert told(*words, "--why", "not yet", "--apply")["state"] == "rejected"

    result = commissions(*approve(answer, "ines", "--apply"))
    assert (result.exit_code, "is rejected" in result.stderr) == (1, True)
    seen = commissions("actions", "list", "--all").stdout
    assert "rejected" in seen


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("actions", "approve", "20261128-1", "--apply"), "--seen"),
        (("actions", "approve", "20261128-1"), "--as NAME"),
        (("actions", "reject", "20261128-1", "--why", "no"), "--as NAME"),
        ((*PUBLISH, "--propose"), "--as NAME"),
        (("decide", TEA_ORDER, "--gone", "stands", "--why", "w", "--as", "a", "--by", "b"), "two"),
        (("log", "--since", "20.11.2026"), "2026-11-20"),
    ],
)
def test_a_misused_command_says_what_is_missing(
    words: tuple[str, ...], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COMMISSIONS_OPERATOR", raising=False)

    result = commissions(*words)

    assert (result.exit_code, says in result.stderr) == (2, True)


def test_an_action_that_there_is_not_is_told_so() -> None:
    result = commissions("actions", "show", "20261128-1")

    assert (result.exit_code, "There is no action '20261128-1'" in result.stderr) == (1, True)


def test_who_calls_is_asked_of_aws_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Sts:
        def get_caller_identity(self) -> dict[str, str]:
            asked.append("who")
            return {"Arn": "arn:aws:sts::123456789012:assumed-role/Desk/mara-today"}

    monkeypatch.setattr(callers, "client", lambda _: Sts())
    callers.caller.cache_clear()

    assert {callers.caller(), callers.caller()} == {"123456789012/role/Desk"}
    assert asked == ["who"]
    callers.caller.cache_clear()


def test_on_aws_people_are_their_principals_and_a_plan_takes_two(
    on_aws: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = told(*PUBLISH, "--apply", *ON_AWS)
    assert (answer["applied"], answer["state"], published()) == (False, "proposed", [])
    words = ("actions", "approve", answer["action"], "--seen", answer["seen"], "--apply", *ON_AWS)

    assert "/user/mara's own" in commissions(*words).stderr
    be(monkeypatch, f"{on_aws}/sso/ines")
    assert told(*words)["agreed_by"] == f"{on_aws}/sso/ines"

    assert published() == [1]
    assert log()[0] == f"{on_aws}/user/mara plan.publish proposed"


@pytest.mark.parametrize(
    "words",
    [
        (*PUBLISH, "--apply", "--as", "ines"),
        (*ACCEPT, "--by", "ines"),
        (*ACCEPT, "--approved-by", "ines"),
        ("refold", "--apply", "--by", "dana", "--approved-by", "femi", "--why", "w"),
        ("release", TEA_ORDER, "--by", "ines"),
        ("actions", "approve", "20261128-1", "--as", "ines"),
    ],
)
@pytest.mark.usefixtures("on_aws")
def test_on_aws_nobody_says_who_they_are(words: tuple[str, ...]) -> None:
    result = commissions(*words, *ON_AWS)

    assert (result.exit_code, "who your credentials say" in result.stderr) == (2, True)
    assert log() == []


@pytest.mark.usefixtures("on_aws")
def test_on_aws_a_plan_without_a_reason_is_not_even_proposed() -> None:
    result = commissions("plan", "publish", UNI7, "--apply", *ON_AWS)

    assert (result.exit_code, "--why TEXT" in result.stderr) == (2, True)
    assert told("actions", "list", "--all")["actions"] == []


def test_what_is_done_by_one_is_in_the_log_with_its_outcome() -> None:
    told(*PUBLISH, "--apply", "--as", "mara")

    assert log("--actor", "mara") == ["mara plan.publish approved", "mara plan.publish applied"]
    assert log("--actor", "ines") == log("--since", "2099-01-01") == []
    seen = commissions("log").stdout
    assert "The log is whole: 2 lines" in seen
    assert "the new year" in seen


def test_a_log_in_which_something_was_changed_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    told(*PUBLISH, "--apply", "--as", "mara")
    [first, *_] = told("log")["entries"]
    reads = audit_log._read
    monkeypatch.setattr(audit_log, "_read", lambda item: reads({**item, "who": "otto"}))

    result = commissions("log")

    assert (result.exit_code, f"{first['day']}/1" in result.stdout) == (1, True)


@pytest.mark.usefixtures("on_aws")
def test_loading_a_company_publishes_no_plan_by_one_persons_word() -> None:
    result = commissions("load", str(ROOT / "company"), *ON_AWS)

    assert (result.exit_code, "it takes two people" in result.stderr) == (1, True)
    assert plans.versions("harbour") == []


@pytest.mark.parametrize("words", [("--as", "mara"), ("--as=mara",)])
def test_who_somebody_is_may_stand_anywhere(words: tuple[str, ...]) -> None:
    told(*PUBLISH, *words, "--apply")

    assert log("--actor", "mara") == ["mara plan.publish approved", "mara plan.publish applied"]
