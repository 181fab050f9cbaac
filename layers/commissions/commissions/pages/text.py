"""What pages say, by id and in a person's language: sentences stand in catalogues, never in code.

A language's catalogues (`locales/en/home.po` …, one file a page, ids beginning with its name) are
gettext's, as translators know them. The built layer has them as one compiled file; where there is
none they are compiled in memory.
"""

import re
from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from markupsafe import Markup, escape

from commissions.pages import pseudo
from commissions.pages.numbers import whole

LANGUAGES = {"en": "English", "de": "Deutsch"}
"""What is offered, under its own name; the first one where a person asks for none of them."""

LOCALES = Path(__file__).parent / "locales"
_ASKED = re.compile(
    r"\s*([A-Za-z]{1,8})(?:-[A-Za-z0-9-]*)?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?\s*"
)


class MissingMessage(KeyError):
    """A page says what no catalogue of the language knows."""


class Text:
    """All that is said in one language: `t("frame.as-of", time=…)`.

    Values are escaped unless they are Markup (as amounts with their elements are); whole numbers
    are written as the language writes them. Raises MissingMessage; KeyError for a missing value.
    """

    def __init__(self, language: str) -> None:
        """A language of `LANGUAGES`, or one of tests: `en-XA` (long, accents), `ar-XB` (RTL)."""
        self.lang = language
        self.dir = "rtl" if language == pseudo.RIGHT_TO_LEFT else "ltr"
        self.written = "en" if language in pseudo.LANGUAGES else language
        self._messages = catalogue(self.written)

    def __call__(self, message_id: str, /, **values: object) -> Markup:
        found = self._messages.gettext(message_id)
        if found == message_id:
            raise MissingMessage(f"{message_id} is not in locales/{self.written}")
        return self._filled(found, values)

    def plural(self, message_id: str, count: int, /, **values: object) -> Markup:
        """The form of the sentence for this many; `{count}` in it is the number."""
        found = self._messages.ngettext(message_id, message_id, count)
        if found == message_id:
            raise MissingMessage(f"{message_id} is not in locales/{self.written}")
        return self._filled(found, {"count": count, **values})

    def has(self, message_id: str) -> bool:
        """Of ids that come with data: a reason, a bonus."""
        return self._messages.gettext(message_id) != message_id

    def pattern(self, message_id: str) -> str:
        """What says how dates are laid out: no sentence, so nothing is filled in."""
        return self._messages.gettext(message_id)

    def _filled(self, message: str, values: Mapping[str, object]) -> Markup:
        if self.lang in pseudo.LANGUAGES:
            message = pseudo.disguised(message, self.lang)
        return escape(message).format(
            **{
                name: whole(value, self.written) if type(value) is int else value
                for name, value in values.items()
            }
        )

    def __repr__(self) -> str:
        return f"Text({self.lang!r})"


@cache
def of(language: str) -> Text:
    """The one Text of a language."""
    return Text(language)


def chosen(account: str, accepted: str) -> str:
    """The account's language, else what the browser would rather have (`Accept-Language`)."""
    if account in LANGUAGES:
        return account
    asked = [match for part in accepted[:200].split(",") if (match := _ASKED.fullmatch(part))]
    by_liking = sorted(asked, key=lambda match: -float(match[2] or 1))
    liked = (match[1].lower() for match in by_liking if float(match[2] or 1) > 0)
    return next((each for each in liked if each in LANGUAGES), next(iter(LANGUAGES)))


@cache
def catalogue(language: str) -> GNUTranslations:
    """All messages of a language."""
    built = LOCALES / f"{language}.mo"
    if built.exists():
        return GNUTranslations(BytesIO(built.read_bytes()))
    from commissions.pages import catalogues  # who builds and who tests has no compiled ones

    return GNUTranslations(BytesIO(catalogues.compiled(language)))
