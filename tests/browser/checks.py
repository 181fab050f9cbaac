"""What every page has to be, in whatever state a journey comes to it."""

from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

from tests.browser.looks import WIDTHS, Look, looked_at
from tests.browser.visit import Visit, evaluated

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
RULES = [
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
]
TABS_MORE = 3
PARTS_MAX = 5
"""Of one control that Tab stops at one after the other: a date has three, and a calendar."""


def checked(visit: Visit) -> None:
    """No complaint of the browser, nothing sideways at any width, one h1, and axe finds nothing."""
    _without(faults(visit, looked_at(visit.look)), visit.page.url)


def faults(visit: Visit, looks: Iterable[Look]) -> list[str]:
    """The page as it stands, its sheet open or not; afterwards it is looked at as before."""
    found: list[str] = visit.complaints() + evaluated(visit.page, "inlined")
    found += too_wide(visit)
    for look in looks:
        visit.see(look)
        wrong = evaluated(visit.page, "headings") + inaccessible(visit.page)
        found += [f"{look}: {each}" for each in wrong]
    visit.see(visit.look)
    return found + visit.complaints()


def too_wide(visit: Visit) -> list[str]:
    """What stands out sideways at which width; afterwards it is looked at as before."""
    found = []
    for width, height in WIDTHS.items():
        visit.see(Look(width, height, visit.look.scheme))
        found += [f"at {width}: {wrong}" for wrong in evaluated(visit.page, "sideways")]
    visit.see(visit.look)
    return found


def inaccessible(page: Page) -> list[str]:
    """What axe finds, a sentence each. It is told to the engine and not to the page, whose policy
    for scripts stays as it is."""
    if page.evaluate("() => !window.axe"):
        page.evaluate(AXE)
    asked = {"runOnly": RULES, "resultTypes": ["violations"], "preload": False}
    answer = page.evaluate("(asked) => axe.run(document, asked)", asked)
    return [_sentence(violation) for violation in answer["violations"]]


def fits(visit: Visit) -> None:
    """Nothing stands out sideways at any width."""
    _without(too_wide(visit), visit.page.url)


def walked(visit: Visit) -> None:
    """By keyboard alone: everything is come to, and shows it, once what loads later is there."""
    visit.page.wait_for_load_state("networkidle")
    _without(lost(visit.page), visit.page.url)


def lost(page: Page) -> list[str]:
    """What the Tab key does not come to, and where one cannot tell that it did."""
    names: list[str] = evaluated(page, "begin")
    reached, found, last = set[int](), list[str](), -1
    for _ in range(len(names) * PARTS_MAX + TABS_MORE):
        page.keyboard.press("Tab")
        stop = evaluated(page, "stop")
        if stop["place"] in reached and stop["place"] != last:
            break
        last = stop["place"]
        if stop["place"] >= 0:
            reached.add(stop["place"])
        found += [f"{stop['name']} {wrong}" for wrong in stop["wrong"]]
    return found + [
        f"{name} is never come to" for place, name in enumerate(names) if place not in reached
    ]


def _without(found: list[str], address: str) -> None:
    assert not found, "\n".join([address, *found])


def _sentence(violation: dict[str, Any]) -> str:
    nodes = violation["nodes"]
    first = " ".join(map(str, nodes[0]["target"]))
    why = nodes[0]["failureSummary"].partition("\n")[2].strip()
    return f"{violation['id']} ({len(nodes)}): {first}: {why}"
