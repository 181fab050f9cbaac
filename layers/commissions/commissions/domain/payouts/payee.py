"""Who is paid, as far as this product knows: a reference at a provider, and no name or account."""

from dataclasses import dataclass
from datetime import datetime


class PayeeRefused(ValueError):
    """What was said of a payee cannot be kept; says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payee:
    """A member as who is paid. `reference` is what the provider or the company's file knows them
    by: names, IBANs and tax numbers are never here."""

    member: str
    reference: str
    currency: str
    """In which they are paid."""
    country: str
    """ISO 3166, two letters: of residence, for reports."""
    hold: str = ""
    """Why nothing is paid to them for now, by the word of a person; empty where it is."""
    held_by: str = ""
    held_at: datetime | None = None
    version: int = 0
    """Of the item, as it was read."""
