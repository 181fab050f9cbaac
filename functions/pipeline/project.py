"""The journal's stream -> statements and members' months."""

from typing import Any

from commissions.runtime.stream import stream
from commissions.tables import journals, statements


@stream
def handler(image: dict[str, Any]) -> None:
    statements.project(journals.from_stream(image))
