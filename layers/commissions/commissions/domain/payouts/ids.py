"""What a batch and a payout in it are called: the same for the same, whoever asks how often.

A payout's id is its key at the provider, and the end-to-end id of a bank's file: 35 characters at
most, which a bank takes, whatever a member is called.
"""

import hashlib
import re
from datetime import date

NUMBER_MAX = 999
_BATCH = re.compile(r"[A-Z]{3,4}-[0-9]{8}-[1-9][0-9]{0,2}", re.ASCII)
_DIGITS = 16


class NotABatch(ValueError):
    """A text that names no batch."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is no batch: name it CURRENCY-DAY-NUMBER, like USD-20261129-1")


def batch_id(currency: str, day: date, number: int) -> str:
    """`USD-20261129-1`: what was earned in, the day of its planning in UTC, the manyeth of it."""
    return parsed_batch(f"{currency}-{day:%Y%m%d}-{number}")


def parsed_batch(text: str) -> str:
    """Raises NotABatch."""
    if not _BATCH.fullmatch(text.strip()):
        raise NotABatch(text)
    return text.strip()


def currency_of(batch: str) -> str:
    return batch.partition("-")[0]


def payout_id(batch: str, payee: str) -> str:
    """`USD-20261129-1-0f3a5b7c9d1e2f40`."""
    digest = hashlib.sha256(f"{batch}/{payee}".encode()).hexdigest()
    return f"{batch}-{digest[:_DIGITS]}"
