"""What pages look like: small, ours, and readable in light and dark, in a company's colours too."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest

from commissions.pages import assets, brand
from commissions.pages.brand import Accent, Unreadable
from commissions.pages.contrast import contrast, mixed
from tests.support.page_rules import faults

CSS = sorted((assets.STATIC / "css").glob("*.css"))
BASE = (assets.STATIC / "css/00-base.css").read_text()
HTMX_SHA256 = "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"
BUDGETS = {"css": 8 * 1024, "js": 20 * 1024, "woff2": 48 * 1024}
"""Bytes over the wire."""

TEXT = [
    *(("ink", ground) for ground in ("bg", "surface", "sunk")),
    *(("muted", ground) for ground in ("bg", "surface", "sunk")),
    *(("accent", ground) for ground in ("bg", "surface", "sunk", "accent-soft")),
    ("on-accent", "accent"),
    *((tone, ground) for tone in ("good", "bad", "warn") for ground in (f"{tone}-soft", "surface")),
    ("warn", "bg"),
    ("bg", "ink"),
]
GRAPHIC = [
    ("edge", "surface"),
    ("edge", "bg"),
    ("team", "surface"),
    ("good", "bg"),
    ("accent", "bg"),
]
THEMES = ("light", "dark")


def tokens(theme: str) -> dict[str, str]:
    light, by_system, chosen = re.findall(r"color-scheme:\w+;([^}]*)\}", BASE)
    assert by_system.split() == chosen.split()
    return dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})\b", light if theme == "light" else chosen))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(ink: str, ground: str, theme: str) -> None:
    assert contrast(tokens(theme)[ink], tokens(theme)[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("drawn", "ground"), GRAPHIC)
def test_what_is_drawn_can_be_seen(drawn: str, ground: str, theme: str) -> None:
    assert contrast(tokens(theme)[drawn], tokens(theme)[ground]) >= 3


def test_contrast_is_wcags() -> None:
    assert round(contrast("#ffffff", "#000000"), 1) == 21
    assert contrast("#777777", "#777777") == 1
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
    assert mixed("#ff0000", "#0000ff", 50) == "#800080"


def test_the_grounds_that_an_accent_is_tried_on_are_the_pages() -> None:
    for theme in THEMES:
        its = tokens(theme)
        assert brand.GROUNDS[theme] == (its["bg"], its["surface"], its["sunk"])


def test_our_own_accent_would_be_accepted() -> None:
    ours = Accent(tokens("light")["accent"], tokens("dark")["accent"])

    assert brand.of_sheet(brand.sheet_name(ours)) == ours


@pytest.mark.parametrize(
    ("light", "dark", "said"),
    [
        ("#8fd3c4", "#63cdb6", "light: #8fd3c4 on #f5f7f5 has a contrast of 1.6"),
        ("#0c6a5a", "#0c6a5a", "choose a lighter accent"),
        ("red", "#63cdb6", "light: 'red' is no colour like #0c6a5a"),
        ("#0C6A5A", "#63cdb6", "is no colour"),
        ("#0c6a5a;}", "#63cdb6", "is no colour"),
    ],
)
def test_an_accent_that_cannot_be_read_is_refused(light: str, dark: str, said: str) -> None:
    with pytest.raises(Unreadable, match=re.escape(said)):
        Accent(light, dark)


@pytest.mark.parametrize(("light", "dark"), [("#7a1f5c", "#f0a6d4"), ("#000000", "#ffffff")])
def test_what_is_made_of_an_accent_can_be_seen_and_told_from_it(light: str, dark: str) -> None:
    for theme in THEMES:
        made, surface = brand.tokens(Accent(light, dark), theme), brand.GROUNDS[theme][1]

        assert contrast(made.team, surface) >= 3
        assert contrast(made.team, made.accent) >= 1.5
        assert contrast(made.accent, made.accent_soft) >= 4.5


def test_a_companys_colours_are_served_under_a_name_that_says_them() -> None:
    accent = Accent("#7a1f5c", "#f0a6d4")
    address = assets.brand_url("/app", accent)
    found = assets.named(address.rpartition("/")[2])

    assert address == "/app/assets/brand.7a1f5c.f0a6d4.css"
    assert found
    assert b":root{--accent:#7a1f5c;--on-accent:#ffffff;--accent-soft:" in found.body


@pytest.mark.parametrize(
    "name", ["", "brand.css", "brand.8fd3c4.63cdb6.css", "look.css", "../text.py", "look.0.css"]
)
def test_there_is_nothing_else_to_be_had(name: str) -> None:
    assert assets.named(name) is None


@pytest.mark.parametrize("name", ["look.css", "pages.js", "htmx.js", "inter.woff2", "icon.svg"])
def test_a_name_is_of_its_content(name: str) -> None:
    hashed = assets.url("/console", name).rpartition("/")[2]
    found = assets.named(hashed)

    assert found
    assert hashlib.sha256(found.body).hexdigest()[:12] == hashed.split(".")[1]
    assert gzip.decompress(found.packed) == found.body if found.packed else name.endswith("woff2")


@pytest.mark.parametrize("ending", BUDGETS)
def test_what_a_first_visit_loads_stays_small(ending: str) -> None:
    loaded = [
        assets.named(Path(assets.url("", name)).name)
        for name in ("look.css", "pages.js", "htmx.js", "inter.woff2")
    ]
    sizes = [
        len(each.packed or each.body) for each in loaded if each and each.name.endswith(ending)
    ]

    assert 0 < sum(sizes) <= BUDGETS[ending]


def test_our_own_script_stays_short() -> None:
    assert len((assets.STATIC / "pages.js").read_text().splitlines()) < 100


def test_our_own_script_makes_no_code_and_no_html_of_text() -> None:
    script = (assets.STATIC / "pages.js").read_text()

    assert (
        re.findall(r"eval|innerHTML|outerHTML|insertAdjacent|new Function|document\.write", script)
        == []
    )


def test_htmx_is_the_one_that_was_looked_at() -> None:
    found = hashlib.sha256((assets.STATIC / "htmx.min.js").read_bytes()).hexdigest()

    assert found == HTMX_SHA256
    assert 'version:"2.0.11"' in (assets.STATIC / "htmx.min.js").read_text()


@pytest.mark.parametrize("theirs", ["htmx", "inter", "icons"])
def test_what_others_made_has_its_licence_beside_it(theirs: str) -> None:
    assert len((assets.STATIC / f"{theirs}.LICENSE").read_text()) > 400


@pytest.mark.parametrize("sheet", CSS, ids=lambda sheet: sheet.name)
def test_a_style_sheet_loads_nothing_and_has_no_colours_of_its_own(sheet: Path) -> None:
    written = sheet.read_text()
    colours = re.findall(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsl", written.split("*,::before")[-1])

    assert [each for each in colours if each != "#0003"] == []
    assert re.findall(r"url\(([^)]*)\)", written) == (["inter.woff2"] if sheet is CSS[0] else [])
    assert "@import" not in written
    assert "!important" not in written or sheet is CSS[0]


def test_the_font_is_named_as_it_is_served() -> None:
    look = assets.named(Path(assets.url("", "look.css")).name)

    assert look
    assert Path(assets.url("", "inter.woff2")).name.encode() in look.body


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<p style='x'></p>", "p: style, which the policy forbids"),
        ("<p onclick='x'></p>", "p: onclick, which the policy forbids"),
        ("<p hx-on:click='x'></p>", "p: hx-on:click, which the policy forbids"),
        ("<script>x</script>", "a script in the page"),
        ("<b><i></b></i>", "</b> closes ['i']"),
        ("<b>", "<b> stays open"),
        ("<i id='a'></i><i id='a'></i>", "id a 2 times"),
        ("<a href='javascript:x'></a>", "a: href leads elsewhere: javascript:x"),
        ("<a href='//evil.example'></a>", "a: href leads elsewhere: //evil.example"),
        ("<p>{{ x }}</p>", "left over: {{ in '{{ x }}'"),
        ("<p>None</p>", "left over: None in 'None'"),
        ("<a href='/None'></a>", "a: href has None left over"),
        ("<i hx-vals='js:x'></i>", "i: hx-vals is not among what pages use of htmx"),
        ("<i hx-trigger='every 3s [x]'></i>", "i: a trigger with a condition, which needs eval"),
        ("<i id='a b'></i>", "i: the id 'a b' is none"),
        ("<i class='a' class='b'></i>", "i: an attribute twice"),
    ],
)
def test_what_a_page_must_not_have_is_seen(html: str, fault: str) -> None:
    assert fault in faults(html, is_whole=False)


def test_what_a_whole_page_has_to_have_is_missed() -> None:
    assert faults("<label for='x'>X</label>") == [
        "nothing has the id x",
        "0 times <h1>",
        "0 times <title>",
        "0 times <main>",
        "no language",
    ]
