"""A language's catalogues (`locales/en/home.po` …) compiled into one, when the layer is built."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).parent / "locales"
_ID = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)+")


class WrongCatalogue(ValueError):
    """An id is not of its file, stands twice, or has another for its plural."""


def compiled(language: str) -> bytes:
    """All messages of a language in gettext's binary form. Raises WrongCatalogue."""
    together = Catalog(locale=language)
    for message in messages(language):
        together[message.id] = message
    into = BytesIO()
    write_mo(into, together)
    return into.getvalue()


def messages(language: str) -> Iterator[Message]:
    """All messages of a language, each id once. Raises WrongCatalogue."""
    seen: set[str] = set()
    for file in sorted((LOCALES / language).glob("*.po")):
        with file.open("rb") as opened:
            page = read_po(opened, locale=language, abort_invalid=True)
        for message in page:
            if message.id:
                _check(message, file, seen)
                yield message


def plain_id(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _check(message: Message, file: Path, seen: set[str]) -> None:
    name, where = plain_id(message), f"locales/{file.parent.name}/{file.name}"
    if not (_ID.fullmatch(name) and name.startswith(f"{file.stem}.")):
        raise WrongCatalogue(f"{where}: {name!r} has to be like {file.stem}.some-words")
    if not isinstance(message.id, str) and set(message.id) != {name}:
        raise WrongCatalogue(f"{where}: the msgid_plural of {name} has to be the same id")
    if name in seen:
        raise WrongCatalogue(f"{where}: {name} stands twice; one of both has to go")
    seen.add(name)
