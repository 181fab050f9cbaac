"""Ledgers as a rule of before wrote them, by which everything earned half of what it earns."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from commissions.domain.ledger.journal import Journal, JournalLine, Leg
from tests.support import tamper


def halve(order_key: str, *, recorded_at: datetime | None = None) -> None:
    """Puts half of everything into an order's first journal, with all hashes as they have to be."""
    journal = tamper.journal(order_key)
    fields: dict[str, Any] = {
        "legs": tamper.with_legs(journal, _half_leg),
        "lines": tamper.with_lines(journal, _half_line),
        "recorded_at": recorded_at or journal.recorded_at,
    }
    tamper.edit(order_key, 1, **fields)


def halved(journal: Journal) -> Journal:
    """The same of a journal that is on no table; its hash is what it was."""
    legs, lines = map(_half_leg, journal.legs), map(_half_line, journal.lines)
    return replace(journal, legs=tuple(legs), lines=tuple(lines))


def _half_leg(leg: Leg) -> Leg:
    return replace(leg, amount=leg.amount // 2)


def _half_line(line: JournalLine) -> JournalLine:
    return replace(line, earned=line.earned // 2, amount=line.amount // 2)
