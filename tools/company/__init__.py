"""A company's folder: its distributors, SKUs, stores, plan and rates, read, checked and loaded.

What is pure is imported here. What touches the tables is imported when it is called: the tables
read the names of theirs from the environment, which is set once a stack is reached.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from commissions.application.company_files.problems import Problem
from tools.company.folder import Company, read
from tools.company.refused import Refused
from tools.company.secrets import check_secrets, read_secrets, write_secrets

if TYPE_CHECKING:
    from tools.company.checking import Changes
    from tools.company.writing import Loaded

__all__ = [
    "Company",
    "Problem",
    "Refused",
    "check",
    "check_secrets",
    "read",
    "read_secrets",
    "write",
    "write_secrets",
]


def check(company: Company, now: datetime | None = None) -> "Changes":
    """What is new in the files; raises Refused with everything that does not fit the tables."""
    from tools.company import checking

    return checking.check(company, now or datetime.now(UTC))


def write(
    company: Company,
    progress: Callable[[str, int, int], None] = lambda what, done, of: None,
    now: datetime | None = None,
    writers: int = 1,
) -> "Loaded":
    """Checks everything, then writes what is new; raises Refused before anything is written.

    `progress` is told what is being written, how many of it are done, and of how many. A large
    company is loaded faster by more writers at once.
    """
    from tools.company import writing

    return writing.write(check(company, now), progress, writers=writers)
