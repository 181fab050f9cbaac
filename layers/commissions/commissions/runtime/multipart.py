"""Forms that bring a file along: `multipart/form-data`, as browsers send them."""

from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP

MULTIPART = "multipart/form-data"
PARTS_MAX = 50


class TooManyParts(ValueError):
    """More than any form of ours has."""


def multipart_fields(content_type: str, body: bytes) -> dict[str, list[str]]:
    """The names and values of a form; of a file what is in it, as text. What is no such form has
    none. Raises UnicodeDecodeError, TooManyParts."""
    head = f"content-type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    message = BytesParser(EmailMessage, policy=HTTP).parsebytes(head + body)
    found: dict[str, list[str]] = {}
    for number, part in enumerate(message.iter_parts()):
        if number == PARTS_MAX:
            raise TooManyParts
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and name and isinstance(content, bytes):
            found.setdefault(name, []).append(content.decode("utf-8-sig"))
    return found
