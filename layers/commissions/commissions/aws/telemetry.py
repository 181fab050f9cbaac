"""The logger and the metrics, and the catalogue of what is counted."""

import os
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

NAMESPACE = "Commissions"
SERVICE = os.environ.get("POWERTOOLS_SERVICE_NAME", "commissions")
"""The stack's name: the dimension by which stacks of one account are told apart."""

# Every metric, with the dimensions under which it is found. Alarms may watch nothing else.
METRICS: dict[str, tuple[str, ...]] = {
    "WebhooksReceived": ("service", "platform"),
    "WebhookLatency": ("service", "platform"),
    "Duplicates": ("service", "platform"),
    "SignatureFailures": ("service", "platform"),
    "WrongRecipients": ("service", "platform"),
    "Quarantined": ("service", "platform"),
    "RecordsReceived": ("service",),
    "RecordsFailed": ("service",),
    "EventsRefused": ("service",),
    "EventsUnsigned": ("service",),
    "OrdersParked": ("service",),
    "JournalsPosted": ("service",),
    "CommissionLag": ("service",),
    "CommissionLagReceived": ("service",),
    "FactConflicts": ("service",),
    "LedgerTampered": ("service",),
    "OldestPendingSeconds": ("service",),
    "ParkedOrders": ("service",),
    "OldestParkedSeconds": ("service",),
    "ParkedOver15Minutes": ("service",),
    "SilentStores": ("service",),
    "MisaddressedStores": ("service",),
    "PrivacyRequestsDue": ("service",),
    "ActionsHandedOver": ("service",),
    "OrdersPolled": ("service",),
    "FoundByPolling": ("service",),
    "FetchedUnreadable": ("service",),
    "OrdersOfOtherChannels": ("service",),
    "StoresUnreachable": ("service",),
    "StoresWithoutAccess": ("service",),
    "AccessNotRenewed": ("service",),
    "SubscriptionsMissing": ("service",),
    "SubscriptionsRepaired": ("service",),
    "SubscriptionChecksFailed": ("service",),
    "ApiVersionsEnding": ("service",),
    "ApiVersionsOther": ("service",),
    "ReconciliationRan": ("service",),
    "ReconciliationFindings": ("service",),
    "ReconciliationDelta": ("service",),
    "PeriodsComputed": ("service",),
    "PeriodsEstimated": ("service",),
    "PeriodsIncomplete": ("service",),
    "PeriodBooksPosted": ("service",),
    "PeriodsClosed": ("service",),
    "PeriodsNotAdvancing": ("service",),
    "TeamSnapshotsMade": ("service",),
    "TeamIndexWrong": ("service",),
    "WarehouseBehind": ("service",),
    "WarehouseDiffers": ("service",),
    "PagesAsked": ("service",),
    "PagesFailed": ("service",),
    "PageLatency": ("service",),
    "SignIns": ("service",),
    "SignInsRefused": ("service",),
}

logger = Logger(service=SERVICE, serialize_stacktrace=False)
metrics = Metrics(namespace=NAMESPACE, service=SERVICE)


def count(name: str, value: float = 1) -> None:
    metrics.add_metric(name, MetricUnit.Count, value)


def milliseconds(name: str, value: float) -> None:
    metrics.add_metric(name, MetricUnit.Milliseconds, value)


def seconds(name: str, value: float) -> None:
    metrics.add_metric(name, MetricUnit.Seconds, value)


def observed[H: Callable[..., Any]](handler: H) -> H:
    """A handler whose requests are logged and counted."""
    counted = metrics.log_metrics(handler)
    return logger.inject_lambda_context(clear_state=True)(counted)  # type: ignore[return-value]
