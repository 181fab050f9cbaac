"""brand.yaml: colours that people can read, or a word on what is wrong with them."""

from pathlib import Path

import pytest

from commissions.pages import brand as pages
from tools import company
from tools.company import Refused, brand


def read(folder: Path, text: str) -> pages.Accent | None:
    (folder / "brand.yaml").write_text(text)
    return company.read(folder).accent


def test_a_company_has_colours_of_its_own(tmp_path: Path) -> None:
    accent = read(tmp_path, 'accent: {light: "#7a1f5c", dark: "#f0a6d4"}\n')

    assert accent == pages.Accent("#7a1f5c", "#f0a6d4")
    assert brand.notices(accent) == [
        "brand.yaml: pages have these colours once the stack has CompanyAccent=#7a1f5c,#f0a6d4"
    ]
    assert pages.stated(str(accent)) == accent


def test_most_companies_have_none(tmp_path: Path) -> None:
    (tmp_path / "rates.csv").write_text("day,currency,base,rate\n")

    assert company.read(tmp_path).accent is None
    assert brand.notices(None) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'accent:\n  light: "#ffd400"\n  dark: "#ffd400"\n',
            "brand.yaml:1: accent: light: #ffd400 on #f5f7f5 has a contrast of 1.3",
        ),
        ("accent: {light: red, dark: '#63cdb6'}", "accent: light: 'red' is no colour like #0c6a5a"),
        ("accent: {light: '#0c6a5a'}", "brand.yaml:1: accent.dark: has to be stated"),
        ("accent: '#0c6a5a'", "accent: has to be a map of fields"),
        ("logo: x.png", "brand.yaml:1: accent: has to be stated"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, text)

    assert said in str(refused.value)


@pytest.mark.parametrize("setting", ["", "#ffd400,#ffd400", "#0c6a5a", "x"])
def test_a_stack_that_has_no_readable_colour_has_ours(setting: str) -> None:
    assert pages.stated(setting) is None
