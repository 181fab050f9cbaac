"""Carrying out what a person decided about records that wait."""

from commissions.application.care.decisions import Decision, Dismissal
from commissions.application.pipeline import release
from commissions.application.queries import parked_records
from commissions.tables.parked import ParkedEntry


def decide(name: str, decision: Decision) -> list[ParkedEntry]:
    """Does it with all that waits under a name, and returns that as it stood before.

    Raises NothingParked, or NotAnOrder.
    """
    entries = parked_records.find(name)
    for entry in entries:
        _carry_out(decision, entry)
    return entries


def _carry_out(decision: Decision, entry: ParkedEntry) -> None:
    if isinstance(decision, Dismissal):
        release.dismiss(entry, decision.reason)
    else:
        release.release(entry, accepted=(decision.accepted,) if decision.accepted else ())
