"""The month that is measured, and the orders of it as columns."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from tools.bench_close import parquet
from tools.bench_close.company_files import CompanyFiles
from tools.bench_close.draws import Ints

STARTS = datetime(2026, 10, 1, tzinfo=UTC)
ENDS = datetime(2026, 11, 1, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class MonthOrders:
    """A row an order, by time."""

    at: Ints
    """Microseconds since the epoch, evenly over the month."""
    member: Ints
    cv: Ints


def month_orders(company: CompanyFiles) -> MonthOrders:
    """Every order of a company's files, its lines summed, a file at a time."""
    found = [_orders(parquet.read([f], ["number", "member", "cv"])) for f in company.line_files]
    members, volumes = (np.concatenate(each) for each in zip(*found, strict=True))
    between = (micros(ENDS) - micros(STARTS)) // len(members)
    return MonthOrders(micros(STARTS) + np.arange(len(members)) * between, members, volumes)


def micros(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def _orders(part: dict[str, Ints]) -> tuple[Ints, Ints]:
    """Member and volume of each order of a file."""
    begins = np.flatnonzero(np.diff(part["number"], prepend=-1))
    return (
        part["member"][begins].astype(np.int64),
        np.add.reduceat(part["cv"], begins, dtype=np.int64),
    )
