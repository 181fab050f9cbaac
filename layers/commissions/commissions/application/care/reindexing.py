"""Puts the genealogy's index of who stands under whom right, where it is not."""

from datetime import datetime

from commissions.tables import present_places
from commissions.tables.present_places import Reindexed


def reindex(now: datetime, *, apply: bool) -> Reindexed:
    """Whoever writes an edge writes its entry: only a stack from before has wrong ones."""
    return present_places.reindex(now, apply=apply)
