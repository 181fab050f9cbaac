"""`commissions simulate`: the calculator as people and machines ask it."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from commissions.application.simulation.facts_document import FORMAT
from tests.support.command import commissions, told

EVENTS = Path(__file__).parents[3] / "events"
FACTS = str(EVENTS / "simulation/facts.json")
UNI7, HYB = str(EVENTS / "plans/uni7.yaml"), str(EVENTS / "plans/hyb.yaml")


def plan(name: str) -> str:
    return str(EVENTS / f"plans/{name}.yaml")


def asked(*words: str) -> Any:
    return told("simulate", "--plan", UNI7, "--facts", FACTS, *words)


def refused(code: int, *words: str) -> str:
    result = commissions("simulate", *words)
    assert result.exit_code == code, result.output
    return " ".join((result.stderr or result.stdout).split())


@pytest.mark.parametrize("name", ["uni7", "hyb", "bin10", "mx39"])
def test_the_sample_is_computed_by_every_plan_that_comes_along(name: str) -> None:
    answer = told("simulate", "--plan", plan(name), "--facts", FACTS)

    periods = [Decimal(row["paid"]) for row in answer["periods"]]
    members = [Decimal(each["earned"]) for each in answer["members"]]
    lines = [Decimal(each["amount"]) for each in answer["lines"]]
    assert sum(periods) == sum(members) == sum(lines) == Decimal(answer["paid"])


def test_the_sample_pays_what_the_documentation_prints() -> None:
    rows = asked()["periods"]

    assert [(row["period"], row["volume"], row["paid"], row["payout_percent"]) for row in rows] == [
        ("2027-01", "3382.00", "452.86", "13.39"),
        ("2027-02", "6296.00", "543.18", "8.63"),
        ("2027-03", "1172.00", "129.98", "11.09"),
    ]


def test_every_line_has_an_explanation_that_multiplies_out() -> None:
    answer = asked()

    paid = [
        each
        for each in answer["lines"]
        if each["when"] in {"order", "close"} and Decimal(each["earned"])
    ]
    assert paid
    for each in paid:
        assert round(Decimal(each["base"]) * Decimal(each["rate"]), 2) == Decimal(each["earned"])
        assert each["member"] in each["explanation"]
    assert all(each["reason"] for each in answer["lines"] if not Decimal(each["earned"]))


def test_people_see_the_payout_of_each_period_and_who_earns_most() -> None:
    shown = commissions("simulate", "--plan", UNI7, "--facts", FACTS).stdout

    assert "2027-02" in shown
    assert "8.63 %" in shown
    assert "The plan's cap is 45.00 % of its CV." in shown
    assert "Of 13 members, 5 earn nothing." in shown
    assert "own purchase: no customer" in shown
    assert "30 moments are told as days alone" in shown


def test_another_plan_is_compared_member_by_member() -> None:
    difference = asked("--against", HYB)["difference"]

    changes = {each["member"]: Decimal(each["change"]) for each in difference["members"]}
    bonuses = difference["by_bonus"].values()
    in_all = sum(Decimal(each["after"]) - Decimal(each["before"]) for each in bonuses)
    assert (difference["winners"], difference["losers"], difference["same"]) == (4, 4, 5)
    assert sum(changes.values()) == in_all == Decimal("-5.05")
    assert changes["dan"] == Decimal("60.00")


def test_the_same_plan_changes_nothing() -> None:
    difference = asked("--against", UNI7)["difference"]

    assert (difference["winners"], difference["losers"], difference["same"]) == (0, 0, 13)


def test_the_comparison_is_shown_to_people() -> None:
    shown = commissions("simulate", "--plan", UNI7, "--facts", FACTS, "--against", HYB).stdout

    assert "hyb version 3 pays -5.05 USD in all: 4 win 76.19 USD, 4 lose 81.24 USD" in shown
    assert "who loses most" in shown


def test_one_persons_lines_are_told_in_sentences() -> None:
    words = ("simulate", "--plan", UNI7, "--facts", FACTS, "--member", "bob")
    shown = " ".join(commissions(*words).stdout.split())

    assert "bob by uni7 version 1: 209.76 USD, associate, active" in shown
    assert "bob earns 22.50 USD, levels at level 1 of j07: 450.00 CV x 5 % as associate." in shown
    assert "of 180.00 USD 90.00 USD went back with a refund." in shown
    assert (
        "41.00 USD are taken back from bob, levels at level 1 of f06: 2027-02 changed after its "
        "close." in shown
    )


def test_one_period_alone_is_told_as_of_its_close() -> None:
    answer = asked("--period", "2027-02")

    assert [row["period"] for row in answer["periods"]] == ["2027-02"]
    assert answer["paid"] == "543.18"


def test_pictures_are_written_into_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "plots"

    answer = asked("--against", HYB, "--plots", str(folder))

    assert answer["plots"] == [str(folder / "payout.svg"), str(folder / "earnings.svg")]
    assert all("<svg" in (folder / each).read_text() for each in ("payout.svg", "earnings.svg"))


def test_a_folder_that_is_none_is_misuse_before_anything_is_computed(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")

    assert "is a file" in refused(2, "--plan", UNI7, "--facts", FACTS, "--plots", str(file))
    below = str(tmp_path / "a/b")
    assert "make it first" in refused(2, "--plan", UNI7, "--facts", FACTS, "--plots", below)


def test_a_plan_that_cannot_be_published_is_refused_with_its_problems(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(Path(UNI7).read_text().replace('"0.20"', '"1.20"'))

    assert "rates" in refused(1, "--plan", str(file), "--facts", FACTS)
    assert "rates" in refused(1, "--plan", UNI7, "--facts", FACTS, "--against", str(file))


def test_facts_that_do_not_fit_together_are_misuse_and_named(tmp_path: Path) -> None:
    file = tmp_path / "facts.json"

    def of(content: object) -> str:
        file.write_text(content if isinstance(content, str) else json.dumps(content))
        return refused(2, "--plan", UNI7, "--facts", str(file))

    ann: dict[str, Any] = {"format": FORMAT, "members": [{"id": "ann"}], "orders": []}
    assert "there is nothing to compute" in of(ann)
    assert "the body is not JSON" in of("{")
    assert "an object names a key twice" in of('{"format": 1, "format": 2}')
    assert "orders[0].at: has to be stated" in of(ann | {"orders": [{"id": "o1"}]})
    many = [{"id": f"m{n}", "sponsor": "x"} for n in range(30)]
    assert "and 10 more" in of(ann | {"members": many})


def test_a_title_that_the_plan_does_not_have_is_named(tmp_path: Path) -> None:
    file = tmp_path / "facts.json"
    document = json.loads(Path(FACTS).read_text())
    document["members"][0]["title"] = "emperor"
    file.write_text(json.dumps(document))

    said = refused(2, "--plan", UNI7, "--facts", str(file))

    assert "title of ann is emperor: the plan has associate, silver, gold" in said


def test_what_is_asked_for_has_to_be_there() -> None:
    base = ("--plan", UNI7, "--facts", FACTS)

    assert "2028-01 is no period of these facts: there are 2027-01 to 2027-03" in refused(
        2, *base, "--period", "2028-01"
    )
    assert "zed is no member" in refused(2, *base, "--member", "zed")
    assert "--facts FILE says what happened" in refused(2, "--plan", UNI7)
    assert "nothing to compare" in refused(2, *base, "--against", plan("mx39"))
    assert "is no file" in refused(2, "--plan", "nowhere.yaml", "--facts", FACTS)
    assert "Cannot read nowhere.json" in refused(2, "--plan", UNI7, "--facts", "nowhere.json")


def test_the_documentations_example_prints_what_it_says(tmp_path: Path) -> None:
    """Spaces at the ends of lines aside."""
    page = (EVENTS.parent / "docs/simulate.md").read_text()
    file = tmp_path / "small.json"
    file.write_text(page.split("```json\n")[1].split("```")[0])
    examples = [each.split("\n```")[0] for each in page.split("```\n$ commissions ")[1:]]

    assert len(examples) == 2
    for example in examples:
        command, _, printed = example.partition("\n")
        words = command.replace("small.json", str(file)).replace("events/plans/uni7.yaml", UNI7)
        found = commissions(*words.split()).stdout
        assert [line.rstrip() for line in found.splitlines()] == printed.splitlines()
