"""Who should have heard what of a customer, held against what the orders' stories have: an order
that never heard of the one before it earns for nobody, and its own facts cannot tell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from commissions.audit.kept_history import KeptHistory
from commissions.audit.order_in_histories import OrderInHistories
from commissions.domain.sales.carried_attribution import CarriedAttribution, SaidAttribution

Word = CarriedAttribution | SaidAttribution
MISSING, WRONG = "attribution_missing", "attribution_wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotHeard:
    """What an order has not heard as its source says it now."""

    kind: str
    """MISSING: nothing of that source; WRONG: another thing."""
    history: str
    source: str
    due: SaidAttribution | None
    """None where the source names nobody (any more)."""
    heard: CarriedAttribution | None


def not_heard(
    order: OrderInHistories, kept: KeptHistory, orders: Mapping[str, OrderInHistories]
) -> list[NotHeard]:
    """`orders`: all of the history, by their keys; whatever an order heard comes from one of them,
    or from one whose facts say nothing. What the company decided is believed as it is kept."""
    if kept.is_of_before(order.placed[0]):
        return []
    check = _Check(order, kept, orders)
    found = {each.source: each for each in [*check.newer(), *check.stale(), *check.due()]}
    return [each for _, each in sorted(found.items()) if check.was_in_reach(each.source)]


def same(one: Word, other: Word) -> bool:
    """Whether both name the same one for the same reason."""
    return _content(one) == _content(other)


def _content(word: Word) -> tuple[object, ...]:
    if not word.seller:
        return ("",)
    return word.seller, word.source_ts, word.carrier, word.code, word.forgeable


class _Check:
    """One order in one history."""

    def __init__(
        self, order: OrderInHistories, kept: KeptHistory, orders: Mapping[str, OrderInHistories]
    ) -> None:
        self.order, self.kept, self.orders = order, kept, orders
        self.heard = {
            source: word
            for source, word in order.heard_in(kept.name).items()
            if not kept.is_of_before(word.source_ts)
        }
        self.stand = sorted(self._stand(), key=lambda each: (each.source_ts, each.source))

    def _stand(self) -> Iterator[SaidAttribution]:
        """What the earlier orders say by their own facts."""
        by_facts = [each.says.get(self.kept.name) for each in self.orders.values()]
        decided = [each for each in self.kept.said.values() if each.decided and each.seller]
        for each in [*filter(None, by_facts), *decided]:
            is_before = (each.source_ts, each.source) < self.order.placed
            if is_before and not self.kept.is_of_before(each.source_ts):
                yield each

    def due(self) -> Iterator[NotHeard]:
        """The first that stands decides; all do, where a later one may take the customer over."""
        hears_all = self.order.names[self.kept.name]
        for number, each in enumerate(self.stand):
            heard = self.heard.get(each.source)
            needed = number == 0 or hears_all or each.decided
            if needed and not (heard and same(heard, each)):
                kind = WRONG if heard else MISSING
                yield self._not_heard(kind, each.source, each)

    def stale(self) -> Iterator[NotHeard]:
        """What was heard and does not stand so. Where a source comes after the one that decides,
        the order is told of it no more than that it is taken back."""
        stand = {each.source: each for each in self.stand}
        for source, heard in self.heard.items():
            due = stand.get(source)
            if not heard.seller or heard.decided or (due and same(heard, due)):
                continue
            if due is None or (heard.source_ts, source) < self._first:
                yield self._not_heard(WRONG, source, due)

    @property
    def _first(self) -> tuple[object, ...]:
        return self.stand[0].source_ts, self.stand[0].source

    def newer(self) -> Iterator[NotHeard]:
        """What is newer than all that its source ever said: it would outrank what is said next."""
        stand = {each.source: each for each in self.stand}
        for source, heard in self.heard.items():
            known = self.orders.get(source)
            if known and not heard.decided and heard.version > known.own_facts:
                yield self._not_heard(WRONG, source, stand.get(source))

    def _not_heard(self, kind: str, source: str, due: SaidAttribution | None) -> NotHeard:
        heard = self.heard.get(source)
        return NotHeard(kind=kind, history=self.kept.name, source=source, due=due, heard=heard)

    def was_in_reach(self, source: str) -> bool:
        """Whether the source still found the order, and the order what the source had said: entries
        of histories go after their time, and what is said later corrects nothing."""
        known = self.orders.get(source)
        if known is None:
            return True
        order = self.order
        return order.is_found_at(known.said_at) and known.is_heard_at(order.looked_up_at)
