"""`preview`: what recorded payloads would pay and why, without any AWS and any stack."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from commissions.application.preview.outcome import SequencePreview
from commissions.application.preview.reading import CUSTOMER_KEY
from commissions.application.preview.sequence import NotASequence, parse_sequence
from commissions.domain.stores.store import UnknownStore
from commissions.platforms.strict_json import NotJson, loads
from tools import company
from tools.cli import output, preview_view
from tools.cli.errors import REFUSED, Misused
from tools.cli.stack_access import AsJson
from tools.company import Company
from tools.company.registers import registers_of


@dataclass(frozen=True, slots=True)
class PreviewedFile:
    file: str
    outcome: SequencePreview


def preview(
    files: Annotated[
        list[Path], typer.Argument(help="Recorded payloads of a store.", metavar="SEQUENCE...")
    ],
    folder: Annotated[Path, typer.Option("--company", metavar="DIR", help="The company's folder.")],
    at: Annotated[
        str,
        typer.Option(help="As of when: a day or a moment; 30 days after the last step if empty."),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Shows what recorded payloads would pay, and why. Needs no AWS and no stack.

    Each file is a world of its own: {"store": …, "steps": [{"topic": …, "body": …, "with": {…}}]}.
    """
    moment = _moment(at) if at else None
    files_of = _company(folder)
    found = [PreviewedFile(str(file), _outcome(file, files_of, moment)) for file in files]
    shown = [(each.file, each.outcome) for each in found]
    output.respond(as_json, preview_view.answer(shown), preview_view.screen(shown))
    if any(each.outcome.unread for each in found):
        raise typer.Exit(REFUSED)


def _moment(text: str) -> datetime:
    """A moment with its zone, or a day, which is its first moment in UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or (moment.tzinfo is None and len(text) > len("2026-11-20")):
        raise Misused(f"--at {text} is no day (2026-11-20) and no moment with its zone.")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _company(folder: Path) -> Company:
    try:
        found = company.read(folder)
        registers_of(found, CUSTOMER_KEY)
    except company.Refused as error:
        raise Misused(str(error)) from None
    return found


def _outcome(file: Path, files_of: Company, at: datetime | None) -> SequencePreview:
    # Brings the logger, which is as loud as the environment says when it is made.
    from commissions.application.preview.preview import preview as previewed

    try:
        sequence = parse_sequence(loads(file.read_bytes(), exponents=True))
        return previewed(sequence, registers_of(files_of, CUSTOMER_KEY), at)
    except (NotJson, NotASequence, UnknownStore) as error:
        raise Misused(f"{file}: {error}.") from None
