"""brand.yaml: the company's own colours on the pages, if people can read them there."""

from pathlib import Path

from commissions.application.company_files.problems import Problem
from commissions.domain.plans.document_node import root
from commissions.pages.brand import Accent, Unreadable
from tools.company import yaml_documents

FILE = "brand.yaml"
THEMES = "light dark"


def read(folder: Path, problems: list[Problem]) -> Accent | None:
    if not (document := yaml_documents.read(folder / FILE, problems)):
        return None
    node = root(document.content).only("accent")
    accent = node["accent"].only(THEMES)
    problems += map(document.problem, node.problems)
    if node.problems:
        return None
    try:
        return Accent(*(str(accent[theme].value) for theme in THEMES.split()))
    except Unreadable as error:
        problems.append(document.problem(f"accent: {error}"))
        return None


def notices(accent: Accent | None) -> list[str]:
    """What is still to be done: colours are no data, they come with the stack."""
    if accent is None:
        return []
    return [f"{FILE}: pages have these colours once the stack has CompanyAccent={accent}"]
