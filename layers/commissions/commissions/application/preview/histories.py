"""Histories of customers in memory: they answer as their table does, and keep nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from commissions.domain.sales.attribution_history import (
    HistoryPlace,
    ToldOfMerge,
    heard_in,
    heard_through,
    said_in,
)
from commissions.domain.sales.carried_attribution import (
    SaidAttribution,
    Seniority,
)
from commissions.domain.sales.merged_histories import Alias, follow


@dataclass(slots=True)
class InMemoryHistories:
    places: dict[str, dict[Seniority, HistoryPlace]] = field(default_factory=dict)
    words: dict[str, dict[str, SaidAttribution]] = field(default_factory=dict)
    """By history and source, what was said last."""
    merges: dict[tuple[str, str], datetime] = field(default_factory=dict)
    """By the history that went on, and that in which it did, since when."""

    def enter(self, history: str, place: HistoryPlace) -> None:
        known = self.places.setdefault(history, {})
        stands = known.get(place.seniority, place)
        known[place.seniority] = replace(
            place,
            hears_all=stands.hears_all or place.hears_all,
            hears_lines=stands.hears_lines or place.hears_lines,
        )

    def said(self, history: str, place: HistoryPlace) -> Sequence[SaidAttribution]:
        found: list[SaidAttribution] = []

        def look(reached: str, since: datetime) -> Iterable[Alias]:
            words = self._words(reached)
            found.extend(words if reached == history else said_in(reached, since, words))
            return (each for each in self._gone(reached) if each.at <= place.order_ts)

        follow(history, look)
        return found

    def all_said(self, history: str) -> Sequence[SaidAttribution]:
        return self._words(history)

    def say(self, history: str, said: SaidAttribution) -> bool:
        known = self.words.setdefault(history, {})
        stands = known.get(said.source)
        is_newer = stands is None or stands.version < said.version
        if is_newer:
            known[said.source] = said
        return not is_newer or stands is None or not said.is_as(stands)

    def since(
        self, history: str, said: SaidAttribution
    ) -> tuple[Sequence[HistoryPlace], Sequence[SaidAttribution]]:
        places: list[HistoryPlace] = []

        def look(reached: str, since: datetime) -> Iterable[Alias]:
            places.extend(
                place if reached == history else heard_in(place, reached, since)
                for place in self._places(reached)
                if place.seniority > said.seniority and place.order_ts >= since
            )
            return self._kept(reached)

        follow(history, look)
        return places, self._words(history)

    def merge(self, kept: str, gone: str, at: datetime) -> Sequence[ToldOfMerge]:
        if self.merges.setdefault((gone, kept), at) < at:
            return []
        self.merges[gone, kept] = at
        found: list[ToldOfMerge] = []
        hearing = self._places_from(kept, at)

        def look(reached: str, since: datetime) -> Iterable[Alias]:
            found.append(heard_through(reached, since, self._words(reached), hearing))
            return self._gone(reached)

        follow(gone, look)
        return found

    def _places_from(self, kept: str, at: datetime) -> list[HistoryPlace]:
        found: list[HistoryPlace] = []

        def look(reached: str, since: datetime) -> Iterable[Alias]:
            places = self._places(reached)
            found.extend(heard_in(place, reached, max(since, at)) for place in places)
            return self._kept(reached)

        follow(kept, look)
        return found

    def _words(self, history: str) -> list[SaidAttribution]:
        return [*self.words.get(history, {}).values()]

    def _places(self, history: str) -> list[HistoryPlace]:
        return [*self.places.get(history, {}).values()]

    def _gone(self, history: str) -> list[Alias]:
        return [Alias(gone, at) for (gone, kept), at in self.merges.items() if kept == history]

    def _kept(self, history: str) -> list[Alias]:
        return [Alias(kept, at) for (gone, kept), at in self.merges.items() if gone == history]
