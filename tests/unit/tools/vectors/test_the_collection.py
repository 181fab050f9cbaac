"""The worked examples that lie beside the project: each comes out, or is listed with the reason."""

from pathlib import Path
from typing import Any

import pytest

from commissions import plan_schema
from commissions.audit.close import corrections, engine
from commissions.domain.close.facts import PeriodFacts
from commissions.domain.close.results import CloseResult
from tests.unit.tools.vectors.examples import OWN
from tools.vectors.running import Run, run
from tools.vectors.vector import read

COLLECTION = Path(__file__).parents[5] / "shared/vectors"
Document = dict[str, Any]
Ran = tuple[dict[str, Run], dict[str, list[Document]]]
"""By name the runs, and the plans that they were run under."""

beside_us = pytest.mark.skipif(
    not COLLECTION.is_dir(), reason="the collection of worked examples is not beside us"
)


@pytest.fixture(scope="module")
def runs() -> Ran:
    """Of every example."""
    documents: dict[str, list[Document]] = {}
    vectors = [*OWN, *(read(path) for path in sorted(COLLECTION.glob("*.json")))]
    name, close = "", engine.closed

    def seen(document: Document, facts: PeriodFacts) -> CloseResult:
        documents.setdefault(name, []).append(document)
        return close(document, facts)

    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "closed", seen)
        patch.setattr(corrections, "closed", seen)
        for vector in vectors:
            name = vector.name
            found[name] = run(vector)
    return found, documents


@beside_us
def test_no_example_of_the_collection_fails(runs: Ran) -> None:
    found, _ = runs

    assert {name: each.problems for name, each in found.items() if each.problems} == {}


@beside_us
def test_most_examples_are_run_and_the_others_say_why_not(runs: Ran) -> None:
    found, _ = runs

    assert sum(each.passed for each in found.values()) > 6 * sum(
        bool(each.listed) for each in found.values()
    )


def test_every_plan_that_an_example_is_made_into_is_a_plan(runs: Ran) -> None:
    _, documents = runs
    refused = {}
    for name, plans in documents.items():
        for document in plans:
            try:
                plan_schema.read(document)
            except ValueError as error:
                refused[name] = str(error)

    assert refused == {}
