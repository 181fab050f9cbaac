"""Whatever stands in a plan file, reading it ends with a plan or with the reasons why not."""

import json
from copy import deepcopy
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from commissions.domain.plans import PlanRefused
from commissions.plan_schema import CheckedPlan
from commissions.plan_schema import read as read_whole
from tests.conftest import ROOT
from tests.support.builders import Document, a_levels_bonus, a_plan_document

DOCUMENTS: list[Document] = [
    a_plan_document(),
    a_plan_document(a_levels_bonus("0.10", compression="dynamic", pool="0.5")),
    *(yaml.safe_load(path.read_text()) for path in sorted((ROOT / "events/plans").glob("*.yaml"))),
]
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.dates(),
    st.sampled_from(["0", "0.10", "order", "cv", "active", "silver", "month", "2027-01-01"]),
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.one_of(st.text(max_size=5), st.integers(0, 9)), inner, max_size=3)
    ),
    max_leaves=5,
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every map and list in a document, with each of its names or positions."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for name, inner in inside:
        found.append((value, name))
        if isinstance(inner, dict | list):
            found += places(inner)
    return found


def read(document: object) -> CheckedPlan | list[str]:
    try:
        return read_whole(document)
    except PlanRefused as refused:
        return refused.problems


@given(st.sampled_from(DOCUMENTS), st.data())
def test_a_field_with_anything_in_it(document: Document, data: st.DataObject) -> None:
    document = deepcopy(document)
    holder, name = data.draw(st.sampled_from(places(document)))
    holder[name] = data.draw(values)

    outcome = read(document)

    assert outcome
    assert isinstance(outcome, list) or json.loads(outcome.plan.text) == document


@given(st.sampled_from(DOCUMENTS), st.data())
def test_a_field_that_is_missing(document: Document, data: st.DataObject) -> None:
    document = deepcopy(document)
    holder, name = data.draw(st.sampled_from(places(document)))
    del holder[name]

    assert read(document)


@given(values)
def test_a_document_of_anything(document: object) -> None:
    assert isinstance(read(document), list)  # of problems: nothing so random is a plan
