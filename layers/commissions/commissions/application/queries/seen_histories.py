"""The histories of customers as they stand, with what would be said in them: nothing is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from commissions.application.preview.histories import InMemoryHistories
from commissions.domain.sales.attribution_history import HistoryPlace, ToldOfMerge
from commissions.domain.sales.carried_attribution import SaidAttribution
from commissions.domain.sales.merged_histories import Alias, follow
from commissions.tables import history_entries
from commissions.tables.history_entries import HistoryEntries


@dataclass(slots=True)
class SeenHistories:
    seen: dict[str, HistoryEntries] = field(default_factory=dict)
    copies: InMemoryHistories = field(default_factory=InMemoryHistories)

    def enter(self, history: str, place: HistoryPlace) -> None:
        self._look(history)
        self.copies.enter(history, place)

    def said(self, history: str, place: HistoryPlace) -> Sequence[SaidAttribution]:
        is_erased = self._is_erased(history, place.order_ts)
        return [] if is_erased else self.copies.said(history, place)

    def all_said(self, history: str) -> Sequence[SaidAttribution]:
        self._look(history)
        return self.copies.all_said(history)

    def say(self, history: str, said: SaidAttribution) -> bool:
        self._look(history)
        return self.copies.say(history, said)

    def since(
        self, history: str, said: SaidAttribution
    ) -> tuple[Sequence[HistoryPlace], Sequence[SaidAttribution]]:
        is_erased = self._is_erased(history, said.ordered_at or said.source_ts)
        return ([], []) if is_erased else self.copies.since(history, said)

    def merge(self, kept: str, gone: str, at: datetime) -> Sequence[ToldOfMerge]:
        self._look(kept)
        self._look(gone)
        return self.copies.merge(kept, gone, at)

    def said_where_it_goes_on(
        self, history: str, place: HistoryPlace
    ) -> list[Sequence[SaidAttribution]]:
        """All that is said to an order in a history, and in each in which merges have it go on."""
        found: list[Sequence[SaidAttribution]] = []

        def look(reached: str, since: datetime) -> Iterable[Alias]:
            found.append(self.said(reached, place))
            return self._look(reached).merged_into

        follow(history, look)
        return found

    def _is_erased(self, history: str, at: datetime) -> bool:
        erased_at = self._look(history).erased_at
        return erased_at is not None and at <= erased_at

    def _look(self, history: str) -> HistoryEntries:
        """With all that merges join with it."""
        if history not in self.seen:
            found = self.seen[history] = history_entries.look(history)
            for place in found.places:
                self.copies.enter(history, place)
            for said in found.said:
                self.copies.say(history, said)
            for alias in found.merged:
                self.copies.merges[alias.history, history] = alias.at
                self._look(alias.history)
            for alias in found.merged_into:
                self.copies.merges[history, alias.history] = alias.at
                self._look(alias.history)
        return self.seen[history]
