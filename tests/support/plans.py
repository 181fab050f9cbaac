"""The sample plans, and what is wrong with a document."""

import pytest
import yaml

from commissions.domain.plans import PlanRefused
from commissions.plan_schema import read
from tests.conftest import ROOT
from tests.support.builders import Document


def a_sample(name: str) -> Document:
    """`uni7`, `bin10`, `mx39` or `hyb`, to be changed at will."""
    document: Document = yaml.safe_load((ROOT / f"events/plans/{name}.yaml").read_text())
    return document


def plan_problems(document: object) -> list[str]:
    with pytest.raises(PlanRefused) as refused:
        read(document)
    return refused.value.problems
