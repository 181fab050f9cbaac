"""Words that nothing goes by are refused, and told truly of versions that stand."""

from typing import Any

import pytest

from commissions.plan_schema import read, read_published
from commissions.plan_schema.wording.plan_sentences import plan_sentences
from tests.support.builders import Document
from tests.support.plans import a_sample, plan_problems

MARGIN = {"id": "margin", "kind": "retail_margin", "when": "close:month", "award": "level"} | {
    "basis": "retail_margin",
    "rates": {"0": "1"},
}


def paid(document: Document) -> None:
    document["volumes"]["cv"]["moment"] = "paid"


def at_the_close(document: Document) -> None:
    document["payout"]["currency"]["rate_moment"] = "period_close"


def of_the_margin(document: Document) -> None:
    document["bonuses"].append(MARGIN)


def with_words(change: Any) -> Document:
    document = a_sample("uni7")
    change(document)
    return document


def sentences(document: Document) -> str:
    told = plan_sentences(read_published(document).words)
    return " ".join(each for _, found in told for each in found)


@pytest.mark.parametrize(
    ("change", "problem", "truth"),
    [
        (
            paid,
            "volumes.cv.moment: paid is not computed: every close counts an order in the period in "
            "which it was placed; state placed, or leave it out",
            "cv says moment: paid, which no close goes by.",
        ),
        (
            at_the_close,
            "payout.currency.rate_moment: period_close is not computed: an order in another "
            "currency counts at the rate of its day; state order_paid",
            "It says rate_moment: period_close, which nothing goes by.",
        ),
        (
            of_the_margin,
            "bonuses[2].kind: retail_margin is not computed of orders: no store tells the "
            "distributor's price, so every close would pay nothing; state kind: customer",
            "beyond the distributor's price, which no store tells: closes pay nothing.",
        ),
    ],
)
def test_a_word_that_nothing_goes_by_is_refused_and_of_old_versions_told(
    change: Any, problem: str, truth: str
) -> None:
    document = with_words(change)

    assert plan_problems(document) == [problem]
    assert truth in sentences(document)


def test_an_order_counts_when_it_is_placed_whether_the_plan_says_so_or_not() -> None:
    unsaid, said = a_sample("uni7"), a_sample("uni7")
    said["volumes"]["cv"]["moment"] = "placed"

    for document in (unsaid, said):
        assert read(document)
        assert "in the period in which they were placed" in sentences(document)
        assert "paid, which" not in sentences(document)


def test_what_is_bought_back_is_told_as_what_people_do() -> None:
    document = a_sample("uni7")

    assert any(
        each.startswith("refunds.buyback: nothing is computed by it")
        for each in read(document).warnings
    )
    assert "nothing is computed by it" in sentences(document)


def test_a_rate_that_is_remembered_at_enrolment_is_refused_with_a_sentence_of_its_own() -> None:
    document = a_sample("hyb")
    document["bonuses"][5]["rate_as_of"] = "enrolment"

    assert plan_problems(document) == [
        "bonuses[5].rate_as_of: a rate that is remembered from the enrolment on is not computed: "
        "an order is paid at the rates of the version that its period goes by"
    ]
