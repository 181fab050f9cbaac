"""Whose customers are handed over to another member, from a day on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from commissions.application.care.customers_given import (
    CustomerGiven,
    binding_at,
    history_of,
    rests_on,
)
from commissions.application.care.drafted_overrides import line_of_seller
from commissions.application.queries.seen_histories import SeenHistories
from commissions.application.queries.statement import UnknownDistributor
from commissions.domain.people.upline import Ancestor
from commissions.domain.sales.attribution_history import HistoryPlace
from commissions.domain.sales.carried_attribution import SaidAttribution, order_of_source
from commissions.domain.stores.store import BUYER_IN_TREE, Policies
from commissions.tables import history_entries, members, sale_registers
from commissions.tables.history_entries import HistoryEntries

_AFTER_WORDS = ","
"""Of one moment, what holds from it on comes before this, and orders come after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    from_member: str
    to_member: str
    since: datetime
    """From when on; what was ordered before stays whose it was."""
    store_id: str = ""
    """Empty for all stores."""


def customers_moved(asked: HandOver, now: datetime) -> list[CustomerGiven]:
    """The customers that the one has then, and those who became theirs later. Raises
    UnknownDistributor, NotASeller, or UnknownStore."""
    if asked.from_member not in members.known([asked.from_member]):
        raise UnknownDistributor(asked.from_member)
    if asked.store_id:
        sale_registers.store(asked.store_id)
    line = line_of_seller(asked.to_member, asked.since, now)
    return sorted(_given(asked, line, now), key=lambda each: each.order_key)


def _given(asked: HandOver, line: tuple[Ancestor, ...], now: datetime) -> Iterator[CustomerGiven]:
    for history, entries in history_entries.histories_of_customers(asked.store_id):
        store = sale_registers.store(history.split("/")[1])
        if store.mode == BUYER_IN_TREE:
            continue
        found = _theirs(asked, entries, store.policies, now)
        if found is None or history_of(order_of_source(found.source)) != history:
            continue
        is_merged = entries.merged or entries.merged_into
        if not is_merged or _is_theirs_by_all(asked, history, store.policies, now):
            yield _handed_over(asked, history, found, line)


def _theirs(
    asked: HandOver, entries: HistoryEntries, policies: Policies, now: datetime
) -> SaidAttribution | None:
    """What makes the customer theirs from the day on, or since a later one."""
    for moment in (asked.since, max(asked.since, now)):
        found = binding_at(entries.said, (moment, _AFTER_WORDS), policies)
        if found and found.seller == asked.from_member:
            return found
    return None


def _is_theirs_by_all(asked: HandOver, history: str, policies: Policies, now: datetime) -> bool:
    """Whether they are after all merges too: what is decided of one holds for whom they became."""
    at = max(asked.since, now), _AFTER_WORDS
    of_all = SeenHistories().said_where_it_goes_on(history, HistoryPlace(*at))
    found = [binding_at(said, at, policies) for said in of_all]
    return all(each is not None and each.seller == asked.from_member for each in found)


def _handed_over(
    asked: HandOver, history: str, found: SaidAttribution, line: tuple[Ancestor, ...]
) -> CustomerGiven:
    order_key = order_of_source(found.source)
    since: datetime | None = asked.since
    if found.source_ts > asked.since:
        since = found.source_ts if found.source.startswith("+") else None
    at = max(asked.since, found.source_ts)
    return CustomerGiven(
        order_key=order_key,
        history=history,
        at=at,
        since=since,
        seller=asked.to_member,
        line=line,
        rests_on=rests_on(history, order_key, at, since),
    )
