"""The stack's tables, queues and logs as somebody sees them who knows only their content."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from commissions.audit.month_books import BookMonths
from commissions.audit.plan_clock import PlanClock
from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.ledger.facts import Content
from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.member_month import FIGURES, scoped
from commissions.domain.money import shown
from commissions.tables import journals
from commissions.tables.facts import facts_of
from commissions.tables.items import marshal, unmarshal
from tools.stack import ENVIRONMENT, Stack

Item = dict[str, Any]
Owed = dict[tuple[str, str], int]
Figures = Counter[tuple[str, str, str]]
TABLES = tuple(logical for logical in ENVIRONMENT.values() if logical.endswith("Table"))


class Books:
    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self._dynamodb = stack.client("dynamodb")

    def items(self, table: str) -> Iterator[Item]:
        """Everything in a table, by its name in the template."""
        pages = self._dynamodb.get_paginator("scan").paginate(
            TableName=self.stack.resources[table], ConsistentRead=True
        )
        return (unmarshal(item) for page in pages for item in page["Items"])

    def of_order(self, table: str, order_key: str) -> list[Item]:
        pages = self._dynamodb.get_paginator("query").paginate(
            TableName=self.stack.resources[table],
            KeyConditionExpression="order_key = :order",
            ExpressionAttributeValues=marshal({":order": order_key}),
            ConsistentRead=True,
        )
        return [unmarshal(item) for page in pages for item in page["Items"]]

    def journals(self, order_key: str) -> list[Journal]:
        return [journals.from_item(item) for item in self.of_order("JournalTable", order_key)]

    def all_journals(self) -> dict[str, list[Journal]]:
        """Every order's chain."""
        found: dict[str, list[Journal]] = {}
        for item in sorted(self.items("JournalTable"), key=lambda item: int(item["number"])):
            found.setdefault(item["order_key"], []).append(journals.from_item(item))
        return found

    def facts(self, order_key: str) -> list[Content]:
        return [
            each.content
            for item in self.of_order("FactsTable", order_key)
            for each in facts_of(item)
        ]

    def head(self, order_key: str) -> Item:
        found = self.of_order("HeadsTable", order_key)
        return found[0] if found else {}

    def pending(self) -> list[str]:
        """The inbox items that have not reached the ledger."""
        pages = self._dynamodb.get_paginator("scan").paginate(
            TableName=self.stack.resources["InboxTable"], IndexName="pending"
        )
        return [item["id"]["S"] for page in pages for item in page["Items"]]

    def is_quiet(self) -> bool:
        return not self.on_the_way()

    def on_the_way(self) -> list[str]:
        """What has not reached the ledger: inbox items, and queues with messages."""
        return [*self.pending(), *self.waiting_messages("Queue")]

    def parked(self) -> dict[str, str]:
        """Why each parked order waits."""
        return {item["order_key"]: item["reason"] for item in self.items("ParkedTable")}

    def waiting_messages(self, ends_with: str) -> dict[str, int]:
        """How many messages each queue of that kind holds, where it holds any."""
        sqs = self.stack.client("sqs")
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        counts = {
            logical: sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
            for logical, url in self.stack.resources.items()
            if logical.endswith(ends_with)
        }
        return {
            logical: total
            for logical, count in counts.items()
            if (total := sum(int(count[name]) for name in names))
        }

    def log(self, function: str, since: datetime | None = None) -> str:
        """All that a function wrote, by its name in the template."""
        name = f"/aws/lambda/{self.stack.resources[function]}"
        asked: dict[str, Any] = {"logGroupName": name}
        if since:
            asked["startTime"] = int(since.timestamp() * 1000)
        pages = self.stack.client("logs").get_paginator("filter_log_events").paginate(**asked)
        return "\n".join(event["message"] for page in pages for event in page["events"])

    def functions(self) -> list[str]:
        """Our functions, by their names in the template."""
        known = self.stack.resources
        names = [name.removesuffix("Role") for name in known if name.endswith("Role")]
        return [name for name in names if f"{name}Log" in known]

    def stated(self) -> Owed:
        """What the statements' lines add up to, by distributor and currency."""
        sums: Counter[tuple[str, str]] = Counter()
        for item in self.items("StatementsTable"):
            if item.get("currency"):
                sums[item["distributor_id"], item["currency"]] += item["amount"]
        return {slot: amount for slot, amount in sums.items() if amount}

    def balances(self) -> Owed:
        """What all months say is payable, by distributor and currency."""
        sums: Counter[tuple[str, str]] = Counter()
        for item in self.items("BalancesTable"):
            _, currency = scoped(item["scope"])
            sums[item["distributor_id"], currency] += item.get("payable", 0)
        return {slot: amount for slot, amount in sums.items() if amount}

    def months(self) -> Figures:
        """What members' months add up to: by whose, which month, and which figure of what money."""
        sums: Figures = Counter()
        for item in self.items("BalancesTable"):
            month, currency = scoped(item["scope"])
            for figure in item.keys() & (FIGURES - {"version", *UNITS}):
                sums[item["distributor_id"], month, f"{figure} {currency}"] += item[figure]
        return _kept(sums)

    def due_months(self) -> Figures:
        """What the journals make of them, as a reconciliation works it out."""
        heads = {
            (item["plan_id"], item["version"]): json.loads(item["document"])["plan"]
            for item in self.items("PlansTable")
        }
        clocks = {plan: _clock(head) for plan, head in heads.items()}
        sums: Figures = Counter()
        for key, chain in self.all_journals().items():
            book = BookMonths(key, lambda plan, version: clocks[plan, version])
            for journal in chain:
                sums.update(book.see(journal))
        return _kept(sums)


def _clock(head: dict[str, Any]) -> PlanClock:
    is_half_even = head["rounding"]["mode"] == "half_even"
    zone = ZoneInfo(head["timezone"])
    return PlanClock(zone, head["base_currency"], half_even=is_half_even)


def unlike(found: Figures, due: Figures) -> list[tuple[tuple[str, str, str], int, int]]:
    """The first figures that are not what they should be, with both."""
    every = sorted({*found, *due})
    return [(slot, found[slot], due[slot]) for slot in every if found[slot] != due[slot]][:9]


def _kept(sums: Figures) -> Figures:
    return Counter({slot: amount for slot, amount in sums.items() if amount})


def owed(chains: Iterable[Iterable[Journal]]) -> Owed:
    """What the journals owe, by distributor and currency."""
    sums: Counter[tuple[str, str]] = Counter()
    for chain in chains:
        for journal in chain:
            for leg in journal.legs:
                account, _, person = leg.account.partition(":")
                if account == "commission_payable":
                    sums[person, leg.unit] += leg.amount
    return {slot: amount for slot, amount in sums.items() if amount}


def posted(chain: Iterable[Journal]) -> list[list[str]]:
    """What each journal pays or takes back: `["cara 10.00 USD", …]`."""
    return [
        [f"{line.earner} {shown(line.amount, line.currency)}" for line in journal.lines]
        for journal in chain
    ]
