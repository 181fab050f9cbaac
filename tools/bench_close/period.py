"""The month that is measured, and the orders of it as columns."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from commissions.warehouse import parquet
from tools.bench_close.company_files import CompanyFiles
from tools.bench_close.draws import Flags, Ints

STARTS = datetime(2026, 10, 1, tzinfo=UTC)
ENDS = datetime(2026, 11, 1, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class MonthOrders:
    """A row an order, by time."""

    at: Ints
    """Microseconds since the epoch, evenly over the month."""
    member: Ints
    of_customer: Flags
    cv: Ints
    qv: Ints


def month_orders(company: CompanyFiles) -> MonthOrders:
    """Every order of a company's files, its lines summed, a file at a time."""
    names = ["number", "member", "of_customer", "cv", "qv"]
    found = [_orders(parquet.read([file], names)) for file in company.line_files]
    member, of_customer, cv, qv = (np.concatenate(each) for each in zip(*found, strict=True))
    between = (micros(ENDS) - micros(STARTS)) // len(member)
    at = micros(STARTS) + np.arange(len(member)) * between
    return MonthOrders(at, member, of_customer, cv, qv)


def micros(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def _orders(part: dict[str, Any]) -> tuple[Ints, Flags, Ints, Ints]:
    """Member, kind of buyer and volumes of each order of a file."""
    begins = np.flatnonzero(np.diff(part["number"], prepend=-1))
    return (
        part["member"][begins].astype(np.int64),
        part["of_customer"][begins],
        *(np.add.reduceat(part[unit], begins, dtype=np.int64) for unit in ("cv", "qv")),
    )
