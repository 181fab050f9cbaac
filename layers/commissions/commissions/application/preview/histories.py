"""Histories of customers in memory: they answer as their table does, and keep nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from commissions.domain.sales.attribution_history import HistoryPlace
from commissions.domain.sales.carried_attribution import SaidAttribution, Seniority


@dataclass(slots=True)
class InMemoryHistories:
    places: dict[str, dict[Seniority, HistoryPlace]] = field(default_factory=dict)
    words: dict[str, dict[str, SaidAttribution]] = field(default_factory=dict)
    """By history and source, what was said last."""

    def enter(self, history: str, place: HistoryPlace) -> None:
        known = self.places.setdefault(history, {})
        stands = known.get(place.seniority)
        if stands is None or place.hears_all:
            known[place.seniority] = place

    def said(self, history: str, place: HistoryPlace) -> Sequence[SaidAttribution]:
        return [*self.words.get(history, {}).values()]

    def all_said(self, history: str) -> Sequence[SaidAttribution]:
        return [*self.words.get(history, {}).values()]

    def say(self, history: str, said: SaidAttribution) -> None:
        known = self.words.setdefault(history, {})
        stands = known.get(said.source)
        if stands is None or stands.version < said.version:
            known[said.source] = said

    def since(
        self, history: str, said: SaidAttribution
    ) -> tuple[Sequence[HistoryPlace], Sequence[SaidAttribution]]:
        later = [
            place
            for seniority, place in self.places.get(history, {}).items()
            if seniority > said.seniority
        ]
        return later, [*self.words.get(history, {}).values()]
