"""Every component, with little, much and hostile in it: it stays a page, a value stays text."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jinja2 import Template

from commissions.pages import frame, icons, navigation, rendering
from commissions.pages.text import Text
from tests.support.page_rules import faults
from tools.pages import gallery

TEMPLATES = Path(rendering.__file__).parent / "templates"
COMPONENTS = (TEMPLATES / "_components.html").read_text()
MACROS = re.findall(r"\{% macro ([a-z]\w*)\(", COMPONENTS)
FRAMES = (TEMPLATES / "frame.html").read_text()
GALLERY = ("components", *gallery.SHEETS)
SHOWN = "".join((gallery.TEMPLATES / f"{name}.html").read_text() for name in GALLERY)

EVIL = "</b></title><script>alert(1)</script>\"' onload=x style=y &amp; \u202eX" + "W" * 300
HOSTILE = ["", "0", EVIL, "<!--", "]]>", "\x00", "\N{ARABIC LETTER ALEF}" * 200]


def a_frame(**changed: object) -> frame.Frame:
    given: dict[str, object] = {
        "family": "app",
        "active": "home",
        "text": Text("en"),
        "zone": "UTC",
        "who": "cara",
        "roles": frozenset({"member"}),
        "company": "Harbour Tea",
        "now": datetime(2026, 11, 28, tzinfo=UTC),
    }
    return frame.Frame(**(given | changed))  # type: ignore[arg-type]


PAGE = (
    "{% extends layout %}{% block title %}{{ x }}{% endblock %}"
    "{% block kicker %}{{ x }}{% endblock %}{% block main %}MAIN{% endblock %}"
)


@pytest.mark.parametrize("page", GALLERY)
@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_stands_in_a_component_stays_text(text: str, page: str) -> None:
    shown = gallery.rendered(page, "en", say=lambda _: text)

    assert faults(shown, is_whole=page == "components") == []
    assert "<script>alert" not in shown


@pytest.mark.parametrize("macro", MACROS)
def test_every_component_is_shown_in_the_gallery(macro: str) -> None:
    others = FRAMES + COMPONENTS.replace(f"macro {macro}(", "")

    assert f"ui.{macro}(" in SHOWN or f"{macro}(" in others


@pytest.mark.parametrize("language", gallery.SHOWN_IN)
def test_the_gallery_is_a_page_like_any_other(language: str) -> None:
    page = gallery.rendered("components", language)
    part = gallery.rendered("sheet", language)

    assert faults(page) == []
    assert faults(part, is_whole=False) == []
    assert f'<html lang="{language}"' in page


def test_a_page_says_where_one_is() -> None:
    page = gallery.rendered("components", "en")

    assert page.count('aria-current="page"') == 2  # at the side, and among the tabs of a phone
    assert '<a class="skip" href="#main">' in page
    assert page.index('class="skip"') < page.index("<header")


def test_who_is_not_signed_in_sees_no_way_to_anything() -> None:
    around = frame.surroundings(a_frame(who=""))
    page = rendering.from_text(PAGE).render(around | {"x": "Sign in"}, layout="frame.html")

    assert faults(page) == []
    assert "<nav" not in page
    assert "/auth/logout" not in page


def test_a_block_can_be_had_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    source = PAGE.replace("MAIN", "{% block latest %}{{ ui.chip(x) }}{% endblock %}")
    monkeypatch.setattr(frame, "template", _with(source))

    part = frame.fragment("some.html", "latest", a_frame(), x="<new>")

    assert part == '<span class="chip plain">&lt;new&gt;</span>'


def test_a_page_can_be_had_as_a_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "template", _with(PAGE.replace("MAIN", "{{ ui.chip(x) }}")))

    part = frame.sheet("some.html", a_frame(), x="Why")

    assert '<h2 id="sheet-title">Why</h2>' in part
    assert "<html" not in part
    assert "<h1" not in part


def _with(source: str) -> Callable[[str], Template]:
    return lambda name: (
        rendering.template(name) if name.startswith("_") else rendering.from_text(source)
    )


def test_nothing_is_said_in_a_template() -> None:
    said = {}
    for file in sorted(TEMPLATES.rglob("*.html")):
        source = file.read_text()
        if "extends layout" in source or file.name in (
            "frame.html",
            "sheet.html",
            "_components.html",
        ):
            plain = re.sub(
                r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<[^>]*>|[\w-]+=\"[^\"]*\"",
                " ",
                source,
                flags=re.DOTALL,
            )
            said[file.name] = re.findall(r"\w{2,}", re.sub(r"&\w+;", "", plain))

    assert {name: words for name, words in said.items() if words} == {}


def test_what_a_template_says_is_in_the_catalogues() -> None:
    english, asked = Text("en"), set()
    for file in sorted(TEMPLATES.rglob("*.html")):
        asked |= set(re.findall(r"\bt(?:\.plural)?\(\s*\"([^\"]+)\"\s*[,)]", file.read_text()))

    assert asked
    assert [each for each in sorted(asked) if not english.has(each)] == []


def test_what_our_code_says_is_in_the_catalogues() -> None:
    english, asked = Text("en"), set()
    for file in sorted(TEMPLATES.parent.rglob("*.py")):
        asked |= set(
            re.findall(r"\b(?:text|t)(?:\.plural)?\(\s*\"([^\"]+)\"\s*[,)]", file.read_text())
        )

    assert asked
    assert [each for each in sorted(asked) if not english.has(each)] == []


@pytest.mark.parametrize("entry", navigation.ENTRIES, ids=lambda each: each.id)
def test_where_one_can_go_has_a_name_and_an_icon(entry: navigation.Entry) -> None:
    assert Text("en").has(f"frame.nav.{entry.family}.{entry.id}")
    assert icons.drawn(entry.icon)
    assert entry.path.startswith(navigation.HOMES[entry.family])


def test_two_pages_have_two_places() -> None:
    places = [(each.family, each.id) for each in navigation.ENTRIES]
    paths = [each.path for each in navigation.ENTRIES]

    assert len(places) == len(set(places))
    assert len(paths) == len(set(paths))
