"""The files of a package, as they are gathered: each part under a name, as a text."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, is_dataclass
from datetime import date, datetime
from typing import Any

from commissions import events
from commissions.domain.actions.calendar import days_until
from commissions.domain.ledger.journal import Journal
from commissions.domain.orders.canonical import canonical, stamp
from commissions.tables import actions, audit_log, genealogy, ledger, plans
from commissions.tables.actions import UnknownAction

FACTS_OF_MAX = 200
"""Orders whose facts are in a package; of the others their journals, which name them, are."""
LOG_DAYS_MAX = 400
"""Days of the audit log that are looked through."""


@dataclass(slots=True)
class Gathered:
    files: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    """What is not in it, a sentence each."""

    def add(self, name: str, record: Any) -> None:
        self.files[name] = canonical(_plain(record))

    def whole(self) -> dict[str, str]:
        if self.left_out:
            self.add("left-out.json", self.left_out)
        return self.files


def add_journals(found: Gathered, journals: Iterable[Journal]) -> None:
    """Each as it is hashed; what they go by beside them."""
    every = list(journals)
    for each in every:
        found.files[f"journals/{each.journal_id}.json"] = canonical(each)
    _add_plans(found, every)
    found.add("rates.json", sorted(_rates(every)))
    found.add("maps.json", sorted({row for each in every for row in each.context.maps}))


def add_facts(found: Gathered, order_keys: Iterable[str]) -> None:
    keys = sorted(set(order_keys))
    for key in keys[:FACTS_OF_MAX]:
        found.add(f"facts/{key}.json", ledger.facts_of(key))
    if len(keys) > FACTS_OF_MAX:
        found.left_out.append(
            f"facts of {len(keys) - FACTS_OF_MAX} orders: their journals name them; ask for one"
        )


def add_tree(found: Gathered, of: Iterable[str], as_of: datetime) -> None:
    """Of each the edges of whoever stands above them, up to the top, with since when: so also as of
    any other moment."""
    wanted = set(of) - {""}
    asked: set[str] = set()
    known: dict[str, Any] = {}
    while wanted:
        asked |= wanted
        above: set[str] = set()
        for member, edges in genealogy.edges(sorted(wanted)).items():
            known[member] = list(edges)
            above |= {each.sponsor for each in edges if each.sponsor}
        wanted = above - asked
    found.add("tree.json", {"as_of": as_of, "edges": known})


def add_log(found: Gathered, since: date, until: date, targets: Iterable[str]) -> None:
    """Entries of the audit log whose target is one of these, and the actions that they are of."""
    wanted = frozenset(targets)
    days = list(days_until(since, until.isoformat()))
    looked = days[-LOG_DAYS_MAX:]
    entries = [each for each in audit_log.of_days(looked) if each.target in wanted]
    told = {"days": [*looked[:1], *looked[-1:]], "entries": entries}
    found.add("audit-log.json", told)
    for run in sorted({each.run for each in entries}):
        try:
            action = actions.get(run)
        except UnknownAction:
            continue  # an entry of a command, which is no action on record
        found.add(f"actions/{run}.json", action)


def _add_plans(found: Gathered, journals: Iterable[Journal]) -> None:
    """The documents, whose SHA-256 is the digest that journals name."""
    for plan_id, version in sorted({(e.context.plan, e.context.plan_version) for e in journals}):
        if plan_id:
            plan = plans.of_version(plan_id, version)
            found.files[f"plans/{plan_id}-{version}.json"] = plan.text


def _rates(journals: Iterable[Journal]) -> Iterator[tuple[str, str, str, str]]:
    """The journal, the order's currency, the rate, and its day."""
    for each in journals:
        context = each.context
        yield each.journal_id, context.order_currency, context.rate, context.rate_day


def _plain(value: Any) -> Any:
    """As JSON has it; records as they are stored."""
    if is_dataclass(value) and not isinstance(value, type):
        return json.loads(events.encode(value))
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return stamp(value) if isinstance(value, datetime) else value
