"""What a close is handed of a company: a column a fact, by member number."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from commissions.warehouse import parquet
from tools.bench_close.company_files import CompanyFiles
from tools.bench_close.draws import Flags, Ints


@dataclass(frozen=True, slots=True)
class CompanyColumns:
    """Volumes in hundredths of a point."""

    sponsor: Ints
    """The sponsor's number; -1 for nobody."""
    seat_above: Ints
    """The number of who has the seat above in the binary; -1 for the top."""
    seat_right: Flags
    in_good_standing: Flags
    own_cv: Ints
    """Of the member's own purchases."""
    customers_cv: Ints
    """Of what customers bought from the member."""
    own_qv: Ints
    customers_qv: Ints

    @property
    def qv(self) -> Ints:
        return self.own_qv + self.customers_qv

    @property
    def cv(self) -> Ints:
        return self.own_cv + self.customers_cv


def company_columns(company: CompanyFiles) -> CompanyColumns:
    """Members and their order lines, summed a file at a time."""
    names = ["sponsor", "seat_above", "seat_right", "in_good_standing"]
    members = parquet.read([company.member_file], names)
    sums = _summed(company)
    return CompanyColumns(
        sponsor=members["sponsor"].astype(np.int64),
        seat_above=members["seat_above"].astype(np.int64),
        seat_right=members["seat_right"],
        in_good_standing=members["in_good_standing"],
        own_cv=sums[0, 0],
        customers_cv=sums[0, 1],
        own_qv=sums[1, 0],
        customers_qv=sums[1, 1],
    )


def _summed(company: CompanyFiles) -> Ints:
    """By unit (cv, qv), by whether customers bought, by member."""
    sums = np.zeros((2, 2, company.members), np.int64)
    for file in company.line_files:
        part = parquet.read([file], ["member", "of_customer", "cv", "qv"])
        for unit, name in enumerate(("cv", "qv")):
            _add(sums[unit], part, part[name])
    return sums


def _add(sums: Ints, part: dict[str, Any], volume: Ints) -> None:
    """Whole numbers all the way: a weighted count would sum in floating point."""
    place = part["of_customer"].astype(np.int64) * sums.shape[1] + part["member"]
    np.add.at(sums.reshape(-1), place, volume.astype(np.int64))
