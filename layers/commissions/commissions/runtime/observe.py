"""The logger, the metrics and the tracer, and the catalogue of what is counted."""

import os
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

NAMESPACE = "Commissions"
SERVICE = "commissions"

# Every metric, with the dimensions under which it is found. Alarms may watch nothing else.
METRICS: dict[str, tuple[str, ...]] = {
    "WebhooksReceived": ("service", "platform"),
    "WebhookLatency": ("service", "platform"),
    "Duplicates": ("service", "platform"),
    "SignatureFailures": ("service", "platform"),
    "Quarantined": ("service", "platform"),
    "RecordsReceived": ("service",),
    "RecordsFailed": ("service",),
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
    "PrivacyRequestsDue": ("service",),
    "OrdersPolled": ("service",),
    "FoundByPolling": ("service",),
    "FetchedUnreadable": ("service",),
    "StoresUnreachable": ("service",),
    "StoresWithoutAccess": ("service",),
    "SubscriptionsMissing": ("service",),
    "SubscriptionsRepaired": ("service",),
    "SubscriptionChecksFailed": ("service",),
    "ReconciliationRan": ("service",),
    "ReconciliationFindings": ("service",),
    "ReconciliationDelta": ("service",),
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
    """A handler whose requests are logged, counted and, where tracing is on, traced."""
    seen = logger.inject_lambda_context(clear_state=True)(metrics.log_metrics(handler))
    return _traced(seen)  # type: ignore[no-any-return]


def _traced(handler: Any) -> Any:
    # The X-Ray SDK costs 150 ms of every cold start: it is imported only where it is of use.
    if os.environ["TRACING"] != "Active":
        return handler
    from aws_lambda_powertools import Tracer

    return Tracer(service=SERVICE, patch_modules=["botocore"]).capture_lambda_handler(handler)
