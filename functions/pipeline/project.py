"""The journal's stream -> statements and balances."""

from typing import Any

from commissions.runtime.streams import stream
from commissions.tables import ledger, statements


@stream
def handler(image: dict[str, Any]) -> None:
    statements.project(ledger.journal_of(image))
