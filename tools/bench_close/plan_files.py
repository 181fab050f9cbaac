"""The plans that are measured: documents that could be published."""

from pathlib import Path
from typing import Any

from commissions.application.company_files.problems import Problem
from commissions.plan_schema import read
from tools.company import yaml_documents

PLANS = Path(__file__).parent / "plans"


def plan(name: str) -> dict[str, Any]:
    """`hybrid` or `binary`, checked. Raises PlanRefused."""
    problems: list[Problem] = []
    document = yaml_documents.read(PLANS / f"{name}.yaml", problems)
    if document is None or problems:
        raise ValueError(f"{name}: {problems}")
    return read(document.content).document
