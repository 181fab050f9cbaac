"""The four complete plans, closed from files: as the simulation closes the sample company, and one
of chance that reaches their ranks."""

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.builders import Document
from tests.support.frozen_chains import both_chains
from tests.support.living_companies import (
    a_living_company,
    sponsored_as_seated,
    where_everybody_buys,
)
from tests.support.plans import a_sample
from tests.support.random_periods import chance
from tests.support.simulations import company

PLANS = ("uni7", "bin10", "mx39", "hyb")


def the_sample_company() -> Document:
    document: Document = json.loads((ROOT / "events/simulation/facts.json").read_text())
    return document


@pytest.mark.parametrize("name", PLANS)
def test_the_sample_company_closes_as_the_calculator_closes_it(name: str, tmp_path: Path) -> None:
    facts, random = company(the_sample_company()), chance(name)
    closes = list(both_chains(tmp_path, a_sample(name), facts, random))

    for both in closes:
        assert both.told == both.on_records.result, both.on_records.span.label
    assert len(closes) >= 3


@pytest.mark.parametrize("name", PLANS)
def test_a_company_of_chance_closes_as_the_calculator_closes_it(name: str, tmp_path: Path) -> None:
    random = chance(f"{name} of chance")
    seen: Counter[str] = Counter()
    document = where_everybody_buys(random, a_living_company(random, 20))
    if name == "bin10":
        document = sponsored_as_seated(document)
    for both in both_chains(tmp_path, a_sample(name), company(document), random):
        assert both.told == both.on_records.result, both.on_records.span.label
        seen["paid"] += sum(each.amount > 0 for each in both.told.awards)
        seen["ranked"] += sum(bool(each.paid_as) for each in both.told.members.values())
        seen["late"] += len(both.on_records.facts.late_returns)

    assert all(seen[each] for each in ("paid", "ranked", "late")), seen
