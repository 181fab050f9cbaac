"""What an order costs on AWS by list price; what costs the same without any order is left out.

On-demand prices of us-east-1 before any free tier or saving, as AWS's price pages listed them on
PRICED_ON: /lambda, /api-gateway, /eventbridge, /sqs, /dynamodb and /cloudwatch under
https://aws.amazon.com, `/pricing` each.
"""

from dataclasses import dataclass
from decimal import Decimal

PRICED_ON = "2026-11-20"
MILLION = 1_000_000
GIB = 1024**3

USD = {
    "http_requests": Decimal("1.00") / MILLION,
    "invocations": Decimal("0.20") / MILLION,
    "gb_seconds": Decimal("0.0000166667"),  # x86
    "events": Decimal("1.00") / MILLION,  # custom events, by 64 KB
    "queue_requests": Decimal("0.40") / MILLION,  # standard queues, by 64 KB
    "write_units": Decimal("0.625") / MILLION,
    "read_units": Decimal("0.125") / MILLION,
    "log_bytes": Decimal("0.50") / GIB,
}

REQUESTS_PER_MESSAGE = 3
"""Sent by the bus, received and deleted for the function: the dearest case, no two in a batch."""
LOG_EVENT_BYTES = 26
"""What CloudWatch adds to each line."""
FULL_CORE_MB = 1769
"""With less memory than this a function has that much less than one core."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One invocation as it was measured here."""

    cpu_ms: float
    wall_ms: float
    memory_mb: int
    log_lines: int
    log_bytes: int

    @property
    def billed_ms(self) -> int:
        """Our computing stretched to the share of a core that the memory buys, and our waiting."""
        stretched = self.cpu_ms * max(1.0, FULL_CORE_MB / self.memory_mb)
        waited = max(0.0, self.wall_ms - self.cpu_ms)
        return int(-(-(stretched + waited) // 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What one order takes of AWS."""

    calls: tuple[Call, ...]
    http_requests: int = 1
    messages: float
    """Messages in queues, of 64 KB at most."""
    events: float
    """Events put on the bus, in pieces of 64 KB."""
    write_units: float
    read_units: float
    access_log_bytes: int = 0

    @property
    def amounts(self) -> dict[str, float]:
        return {
            "http_requests": self.http_requests,
            "invocations": len(self.calls),
            "gb_seconds": sum(call.billed_ms * call.memory_mb for call in self.calls) / 1024_000,
            "events": self.events,
            "queue_requests": self.messages * REQUESTS_PER_MESSAGE,
            "write_units": self.write_units,
            "read_units": self.read_units,
            "log_bytes": self.access_log_bytes + sum(map(_logged, self.calls)),
        }


def usd_per_million(usage: Usage) -> dict[str, float]:
    """By what it is paid for, and in all."""
    parts = {
        name: Decimal(str(amount)) * USD[name] * MILLION for name, amount in usage.amounts.items()
    }
    return {name: round(float(part), 2) for name, part in (parts | {"all": _sum(parts)}).items()}


def _sum(parts: dict[str, Decimal]) -> Decimal:
    return sum(parts.values(), Decimal(0))


def _logged(call: Call) -> int:
    return call.log_bytes + call.log_lines * LOG_EVENT_BYTES
