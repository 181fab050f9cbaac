"""What pages are held against finds what is wrong: each page here has one fault, and one none."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route

from tests.browser.checks import checked, faults, lost, walked
from tests.browser.looks import DESK_LIGHT, PHONE_DARK
from tests.browser.visit import Visit

PLACE = "http://pages.test/"
POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:"
STYLE = """
    :root { color-scheme: light dark; background: light-dark(#fff, #111); }
    a, button { display: inline-block; min-block-size: 24px; }
    #pale { color: #999; background: #fff; }
    #wide { width: 700px; }
    #mute:focus { outline: none; }
    #far { position: absolute; left: -9999px; }
    @media (prefers-color-scheme: dark) { #night { color: #333; background: #222; } }
"""
WELL = "<h1>Orders</h1><p>There are none.</p><a href='/'>Home</a> <button>Look</button>"
PAGE = """<!doctype html><html lang="en"><head><title>Orders</title>
    <meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
    <link rel="stylesheet" href="/style.css">{head}</head><body><main>{body}</main></body></html>"""


class Pages:
    """A site of one page."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        visit.context.route("**/*", self._answer)

    def show(self, body: str, *, head: str = "", script: str = "") -> Visit:
        self._script = script
        self._page = PAGE.format(head=head, body=body)
        self.visit.page.goto(PLACE)
        return self.visit

    def _answer(self, route: Route) -> None:
        match route.request.url.removeprefix(PLACE):
            case "":
                policy = {"content-security-policy": POLICY}
                route.fulfill(body=self._page, content_type="text/html", headers=policy)
            case "style.css":
                route.fulfill(body=STYLE, content_type="text/css")
            case "script.js":
                route.fulfill(body=self._script, content_type="text/javascript")
            case "cut.png":
                route.abort("connectionreset")
            case _:
                route.fulfill(status=404)


@pytest.fixture
def pages(chromium: Browser) -> Iterator[Pages]:
    visit = Visit(chromium, DESK_LIGHT)
    yield Pages(visit)
    visit.close()


def test_a_page_without_fault_passes(pages: Pages) -> None:
    checked(pages.show(WELL))
    walked(pages.visit)


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        ("<script>1</script>", "Executing inline script violates"),
        ("<p style='color: red'>Red</p>", "Applying inline style violates"),
        ("<button onclick='go()'>Go</button>", "onclick is not in a script"),
        ("<p id='wide'>Wide</p>", "at 390"),
        ("<p id='pale'>Pale</p>", "color-contrast"),
        ("<form><input name='store'></form>", "label"),
        ("<h1>Again</h1>", "2 h1"),
        ("<button tabindex='3'>First</button>", "tabindex"),
        ("<img src='/none.png' alt='None'>", "404: GET http://pages.test/none.png"),
        ("<img src='/cut.png' alt='Cut'>", "ERR_CONNECTION_RESET"),
    ],
)
def test_a_fault_is_found(pages: Pages, fault: str, found: str) -> None:
    told = faults(pages.show(WELL + fault), [DESK_LIGHT])

    assert [each for each in told if found in each], told


def test_a_contrast_that_is_low_by_night_alone_is_found(pages: Pages) -> None:
    told = faults(pages.show(WELL + "<p id='night'>Night</p>"), [DESK_LIGHT, PHONE_DARK])

    assert [each.partition(" (")[0] for each in told] == ["390-dark: color-contrast"]


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("console.error('no such element')", "console: no such element"),
        ("null.length", "script: Cannot read"),
        ("fetch('https://elsewhere.test/')", "Connecting to 'https://elsewhere.test/' violates"),
    ],
)
def test_a_script_that_fails_is_heard(pages: Pages, script: str, found: str) -> None:
    visit = pages.show(WELL, head="<script defer src='/script.js'></script>", script=script)

    told = faults(visit, [DESK_LIGHT])

    assert [each for each in told if found in each], told


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        ("<button id='mute'>Mute</button>", "does not show that it has the focus"),
        ("<button id='far'>Far</button>", "has the focus out of sight"),
    ],
)
def test_what_the_keyboard_loses_is_found(pages: Pages, fault: str, found: str) -> None:
    told = lost(pages.show(WELL + fault).page)

    assert [each for each in told if found in each], told


def test_what_swallows_the_tab_key_is_found(pages: Pages) -> None:
    swallow = (
        "addEventListener('keydown', (pressed) => pressed.target.id && pressed.preventDefault())"
    )
    script = "<script defer src='/script.js'></script>"

    visit = pages.show("<a id='trap' href='/'>Trap</a>" + WELL, head=script, script=swallow)

    assert "<button> Look is never come to" in lost(visit.page)


def test_a_complaint_that_is_expected_is_no_fault(pages: Pages) -> None:
    with pages.visit.expecting("404"):
        pages.show(WELL + "<img src='/none.png' alt='None'>")

    assert faults(pages.visit, [DESK_LIGHT]) == []


def test_a_complaint_that_is_expected_has_to_come(pages: Pages) -> None:
    with (
        pytest.raises(AssertionError, match="nobody complained of 404"),
        pages.visit.expecting("404"),
    ):
        pages.show(WELL)
