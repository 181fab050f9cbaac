"""Many who add journals to the months of the same people at once, each all of them, each in an
order of their own."""

from collections.abc import Callable
from functools import partial
from random import Random
from unittest.mock import patch

from commissions.domain.ledger.journal import Journal
from commissions.tables import ledger, month_items, statements
from tests.journey.jobs.races import at_once, settle_delivery
from tests.support.histories import history


def sell(seeds: list[int]) -> None:
    """Orders with all that becomes of them, as they were told."""
    for seed in seeds:
        for delivery in history(seed).deliveries:
            settle_delivery(delivery)


def project(seeds: list[int], racers: int, start_at: float) -> dict[str, int]:
    """Each racer adds all journals of all of them; how many were new to it, and how often two met
    at a month."""
    journals = [each for seed in seeds for each in ledger.read(f"shopify/tea/{seed}").journals]
    met: list[str] = []
    widen: Callable[[str, str], None] = month_items.spread_wider

    def counted(member: str, scope: str) -> None:
        met.append(scope)
        widen(member, scope)

    with patch.object(month_items, "spread_wider", counted):
        orders = [start_at + number for number in range(racers)]
        adds: list[Callable[[], int]] = [partial(_add, journals, seed) for seed in orders]
        return {"new": sum(at_once(start_at, adds)), "met": len(met)}


def _add(journals: list[Journal], seed: float) -> int:
    own = list(journals)
    Random(seed).shuffle(own)  # noqa: S311 - no secret
    return sum(map(statements.project, own))
