"""What `earn` reads of a plan: as much as it needs, whatever else the document says."""

from typing import Any

import pytest
import yaml

from commissions.domain.plans import PlanRefused, read_plan
from tests.conftest import ROOT
from tests.support.builders import (
    Document,
    a_customer_bonus,
    a_fast_start_bonus,
    a_levels_bonus,
    a_plan_document,
)

FILES = sorted((ROOT / "events/plans").glob("*.yaml"))
BEFORE_THE_WORDS = {
    "id": "team",
    "kind": "binary",
    "when": "close:month",
    "tree": "binary",
    "basis": "cv",
    "match": {"mode": "percent", "pct": "0.10", "of": "weak_leg"},
}
"""A bonus as plans stated it before a close was computed."""


def problems(document: object) -> list[str]:
    with pytest.raises(PlanRefused) as refused:
        read_plan(document)
    return refused.value.problems


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_words_of_a_close_are_passed_over(file: Any) -> None:
    document = yaml.safe_load(file.read_text())

    plan = read_plan(document)

    assert plan.document == document
    assert {bonus.builder.kind for bonus in plan.bonuses} <= {"customer"}


def test_a_version_that_was_published_before_the_words_of_a_close_stays_readable() -> None:
    document = a_plan_document(a_customer_bonus(), BEFORE_THE_WORDS)
    document["refunds"]["binary"] = "lots"
    document["compliance"]["retail_gate"] = {"rule": "herbalife", "retail_min": "0.6667"}

    assert [bonus.builder.bonus for bonus in read_plan(document).bonuses] == ["customer"]


def test_what_an_award_is_can_be_said_at_the_order_too() -> None:
    bonuses = [a_customer_bonus(award="order"), a_levels_bonus("0.10", award="order")]

    assert len(read_plan(a_plan_document(*bonuses)).bonuses) == 2


@pytest.mark.parametrize("document", [None, [], "plan", 7])
def test_a_document_that_is_no_plan_at_all_is_refused(document: object) -> None:
    assert problems(document) == ["has to be a map of fields"]


def test_a_document_without_what_is_needed_is_refused() -> None:
    assert problems({}) == [
        "plan: has to be stated",
        "volumes: has to be stated",
        "bonuses: has to be stated",
    ]


@pytest.mark.parametrize(
    ("bonus", "why"),
    [
        (a_customer_bonus("1.20"), 'rates.0: has to be a share from "0" to "1", in quotes'),
        (
            a_customer_bonus(kind="friends"),
            "kind: 'friends' is not one of customer, fast_start, levels",
        ),
        (a_fast_start_bonus(orders="first"), "orders: 'first' is not one of all"),
        (a_fast_start_bonus(days=0), "window.days: has to be a whole number from 1 to 3650"),
        (a_customer_bonus(basis="qv"), "basis: 'qv' is not one of pv, cv"),
        (a_levels_bonus("0.10", compression="up"), "compression.kind: 'up' is not one of none, "),
        (
            a_customer_bonus(eligibility={"metric": "pv", "op": ">=", "value": "1"}),
            "eligibility.metric: pv is not known when an order is paid",
        ),
    ],
)
def test_a_bonus_that_cannot_be_computed_with_the_order_is_refused(
    bonus: Document, why: str
) -> None:
    assert problems(a_plan_document(bonus))[0].startswith(f"bonuses[0].{why}")
