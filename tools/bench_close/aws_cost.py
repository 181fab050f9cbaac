"""What a close would cost on AWS: worked out from measured seconds, memory and files, not measured.

Prices of us-east-1 before any free tier or saving. Lambda's are those of the other benchmark (see
`tools.bench.prices`); Fargate's and S3's are as guides of March to May 2026 quote AWS's pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from tools.bench.prices import FULL_CORE_MB
from tools.bench.prices import USD as PRICES

HOUR = 3600
USD = {
    "vcpu_seconds": Decimal("0.04048") / HOUR,  # Fargate, Linux on x86
    "fargate_gb_seconds": Decimal("0.004445") / HOUR,
    "puts": Decimal("0.005") / 1000,
    "gets": Decimal("0.0004") / 1000,
    "stored_gb_months": Decimal("0.023"),
}
SPOT = Decimal("0.3")
"""Of the price, at best; it moves, and a task may be stopped at two minutes' notice."""

CORES = 2
"""As many as the seconds were measured with."""
ROOM = 1.25
"""Memory that is asked for, over the most that was held."""
LAMBDA_MOST_MB, LAMBDA_MOST_SECONDS = 10_240, 900
FARGATE_LEAST_GB, FARGATE_LEAST_SECONDS = 4, 60
FARGATE_STARTS_SECONDS = 30
"""Fetching the image, which is paid for."""
MB_A_SECOND = 75
"""From S3 and to it."""
PART_MB = 8
"""A request each, for larger files."""


@dataclass(frozen=True, slots=True)
class ClosedOnce:
    """A measured close. Files: the MB of each."""

    seconds: float
    rss_mb: float
    read: Sequence[float]
    written: Sequence[float]

    @property
    def billed(self) -> float:
        return self.seconds + (sum(self.read) + sum(self.written)) / MB_A_SECOND

    @property
    def usd(self) -> dict[str, float | None]:
        """By close, and what its files cost a month; nothing where it does not fit."""
        fargate, s3 = self._fargate, self._requests
        found = {
            "lambda": None if self._lambda is None else self._lambda + s3,
            "fargate": fargate + s3,
            "fargate_spot": fargate * SPOT + s3,
            "s3_requests": s3,
            "stored_a_month": Decimal(sum(self.written)) / 1024 * USD["stored_gb_months"],
        }
        return {name: None if each is None else float(each) for name, each in found.items()}

    @property
    def lambda_mb(self) -> int:
        """At least what as many cores come with."""
        return max(CORES * FULL_CORE_MB, ceil(self.rss_mb * ROOM))

    @property
    def _lambda(self) -> Decimal | None:
        if self.lambda_mb > LAMBDA_MOST_MB or self.billed > LAMBDA_MOST_SECONDS:
            return None
        gb_seconds = Decimal(self.lambda_mb) / 1024 * Decimal(self.billed)
        return gb_seconds * PRICES["gb_seconds"] + PRICES["invocations"]

    @property
    def _fargate(self) -> Decimal:
        gigabytes = max(FARGATE_LEAST_GB, ceil(self.rss_mb * ROOM / 1024))
        second = CORES * USD["vcpu_seconds"] + gigabytes * USD["fargate_gb_seconds"]
        return second * Decimal(max(FARGATE_LEAST_SECONDS, self.billed + FARGATE_STARTS_SECONDS))

    @property
    def _requests(self) -> Decimal:
        """A file of several parts is begun and ended by a request each."""
        read, written = (
            [ceil(each / PART_MB) or 1 for each in f] for f in (self.read, self.written)
        )
        puts = sum(parts + 2 if parts > 1 else parts for parts in written)
        return puts * USD["puts"] + sum(read) * USD["gets"]
