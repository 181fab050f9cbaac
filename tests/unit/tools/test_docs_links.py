"""Whatever the documentation leads to is there: files, and headings in them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.unit.tools import quoted

LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")
FENCED = re.compile(r"^ *```.*?^ *```$", re.M | re.DOTALL)


def anchors(page: Path) -> set[str]:
    """Of a page's headings, as they are made where such pages are shown."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", page.read_text()), re.M)
    plain = (re.sub(r"[^\w\- ]", "", each.strip().lower()) for each in headings)
    return {each.replace(" ", "-") for each in plain}


def broken(page: Path) -> Iterator[str]:
    for name, anchor in LINK.findall(FENCED.sub("", page.read_text())):
        target = (page.parent / name).resolve() if name else page
        if not target.exists():
            yield name
        elif anchor and target.suffix == ".md" and anchor not in anchors(target):
            yield f"{name}#{anchor}"


@pytest.mark.parametrize("page", quoted.PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_all_that_a_page_leads_to_is_there(page: Path) -> None:
    assert list(broken(page)) == []


def test_what_is_not_there_would_be_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A `head`\n[a](other.md) [b](#a-head) [c](page.md#a-tail) [d](https://x.y)\n")

    assert list(broken(page)) == ["other.md", "page.md#a-tail"]
