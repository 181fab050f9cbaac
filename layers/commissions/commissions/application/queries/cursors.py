"""Where a list goes on, as a text that a person hands back: signed with whose list it is and what
was asked, so that it opens no other list.

A cursor is `<position>.<signature>`, both in base64 for addresses. It hides nothing, and proves
only that we wrote it for just this question.
"""

import base64
import binascii
import hmac
import json
from collections.abc import Mapping

SIGNATURE_BYTES = 16
TEXT_MAX = 1_000


class NotThisCursor(ValueError):
    """A cursor that was not given for this list: of another person, another filter, or altered."""

    def __init__(self) -> None:
        super().__init__("this list does not go on there: begin it anew")


def sealed(key: bytes, whose: str, asked: Mapping[str, str], position: str) -> str:
    """`whose`: the person's id; `asked`: all that the list depends on, its name among it."""
    body = position.encode()
    return f"{_text(body)}.{_text(_signature(key, whose, asked, body))}"


def opened(key: bytes, whose: str, asked: Mapping[str, str], cursor: str) -> str:
    """The position. Raises NotThisCursor."""
    if len(cursor) > TEXT_MAX:
        raise NotThisCursor
    body, _, signature = cursor.partition(".")
    try:
        position, signed = _bytes(body), _bytes(signature)
        found = position.decode()
    except (ValueError, binascii.Error):
        raise NotThisCursor from None
    if not hmac.compare_digest(signed, _signature(key, whose, asked, position)):
        raise NotThisCursor
    return found


def _signature(key: bytes, whose: str, asked: Mapping[str, str], body: bytes) -> bytes:
    told = json.dumps(["cursor/1", whose, sorted(asked.items()), _text(body)])
    return hmac.digest(key, told.encode(), "sha256")[:SIGNATURE_BYTES]


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    """Raises ValueError of what is not written just as we write it."""
    data = base64.b64decode(text + "=" * (-len(text) % 4), altchars="-_", validate=True)
    if _text(data) != text:
        raise ValueError("written otherwise")
    return data
