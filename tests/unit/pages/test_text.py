"""What pages say: two languages that say the same, and values that stay text."""

import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from commissions.pages import catalogues, pseudo, text
from commissions.pages.text import MissingMessage, Text
from tools.stack import ROOT

OTHERS = [language for language in text.LANGUAGES if language != "en"]


def by_id(language: str) -> dict[str, Message]:
    return {catalogues.plain_id(each): each for each in catalogues.messages(language)}


def forms(message: Message) -> tuple[str, ...]:
    said = message.string
    return (said,) if isinstance(said, str) else tuple(said or ())


def placeholders(form: str) -> Counter[str]:
    return Counter(re.findall(r"\{(\w*)\}", form))


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_all_that_english_says(language: str) -> None:
    assert set(by_id(language)) == set(by_id("en"))


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_names_the_same_values(language: str) -> None:
    theirs, english = by_id(language), by_id("en")

    assert [
        name
        for name in english
        if {*map(str, map(placeholders, forms(english[name])))}
        != {*map(str, map(placeholders, forms(theirs[name])))}
    ] == []


@pytest.mark.parametrize("language", text.LANGUAGES)
def test_every_message_is_said_in_each_of_its_forms(language: str) -> None:
    for name, message in by_id(language).items():
        assert all(form.strip() for form in forms(message)), name
        assert len(forms(message)) == (2 if message.pluralizable else 1), name


@pytest.mark.parametrize("language", OTHERS)
def test_what_has_forms_for_many_has_them_in_every_language(language: str) -> None:
    theirs, english = by_id(language), by_id("en")

    assert {name for name in english if english[name].pluralizable} == {
        name for name in theirs if theirs[name].pluralizable
    }


@pytest.mark.parametrize("language", text.LANGUAGES)
def test_no_message_brings_elements_along(language: str) -> None:
    said = [form for message in by_id(language).values() for form in forms(message)]

    assert [form for form in said if re.search(r"[<>&]|!|\{[^}\w]|\.\.\.", form)] == []


@pytest.mark.parametrize("language", text.LANGUAGES)
def test_the_layer_keeps_the_data_of_a_language_that_is_offered(language: str) -> None:
    makefile = (ROOT / "layers/dependencies/Makefile").read_text()
    kept = re.search(r"^LANGUAGES = (.*)$", makefile, re.MULTILINE)

    assert kept
    assert {language, "root"} <= set(kept[1].split())


def test_a_value_stays_text() -> None:
    said = Text("en")("frame.as-of", time="<script>&")

    assert str(said) == "as of &lt;script&gt;&amp;"


def test_an_element_of_ours_stays_one() -> None:
    close = Text("en")("frame.as-of", time=Text("en")("common.second"))

    assert str(close) == "as of A second person decides"


def test_one_and_many_are_said_apart() -> None:
    english, german = Text("en"), Text("de")

    assert english.plural("format.days", 1) == "1 day"
    assert english.plural("format.days", 0) == "0 days"
    assert german.plural("format.days", 1200) == "1.200 Tage"


def test_what_nobody_wrote_is_missed() -> None:
    for say in (Text("de"), Text("en")):
        with pytest.raises(MissingMessage, match=r"no\.such-message"):
            say("no.such-message")
        with pytest.raises(MissingMessage, match=r"no\.such-message"):
            say.plural("no.such-message", 2)


def test_a_value_that_a_sentence_needs_is_missed() -> None:
    with pytest.raises(KeyError, match="time"):
        Text("en")("frame.as-of")


@pytest.mark.parametrize(
    ("account", "accepted", "language"),
    [
        ("de", "en", "de"),
        ("", "de-AT,de;q=0.9,en;q=0.8", "de"),
        ("", "fr, en;q=0.3, de;q=0.7", "de"),
        ("", "de;q=0, en;q=0.1", "en"),
        ("fr", "fr", "en"),
        ("", "", "en"),
        ("", "\x00;;q=x,,*", "en"),
    ],
)
def test_the_account_says_the_language_or_else_the_browser(
    account: str, accepted: str, language: str
) -> None:
    assert text.chosen(account, accepted) == language


def test_the_language_of_tests_is_longer_and_has_its_values() -> None:
    said = str(Text(pseudo.LONG)("frame.as-of", time="10:41"))

    assert said == "[åš öf 10:41~~~]"


def test_the_other_language_of_tests_runs_from_right_to_left() -> None:
    right = Text(pseudo.RIGHT_TO_LEFT)

    assert right.dir == "rtl"
    assert str(right("common.close")).startswith("\N{RIGHT-TO-LEFT OVERRIDE}[Çlöšé~")


def test_an_id_of_another_page_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en/home.po").write_text('msgid ""\nmsgstr ""\n\nmsgid "team.x"\nmsgstr "X"\n')
    monkeypatch.setattr(catalogues, "LOCALES", tmp_path)

    with pytest.raises(
        catalogues.WrongCatalogue, match=r"home\.po: 'team.x' has to be like home\."
    ):
        catalogues.compiled("en")
