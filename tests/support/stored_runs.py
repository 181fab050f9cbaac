"""Closes of chance, stored in files."""

from dataclasses import dataclass
from pathlib import Path
from random import Random

from commissions.application.close.stored_run import StoredRun, write_run
from commissions.domain.close.columns import PeriodColumns
from commissions.domain.close.engine import ClosedColumns, closed_columns, told_close
from commissions.domain.close.facts import PeriodFacts
from commissions.domain.close.from_facts import columns_of
from commissions.domain.close.results import CloseResult
from tests.support.builders import Document
from tests.support.column_chance import a_company, chance
from tests.support.column_plans import MAKERS, a_plan


@dataclass(frozen=True)
class StoredClose:
    document: Document
    facts: PeriodFacts
    period: PeriodColumns
    closed: ClosedColumns
    run: StoredRun

    @property
    def told(self) -> CloseResult:
        return told_close(self.closed)


def stored(folder: Path, document: Document, facts: PeriodFacts) -> StoredClose:
    period = columns_of(facts)
    closed = closed_columns(document, period)
    return StoredClose(document, facts, period, closed, write_run(folder, document, closed))


def a_plan_and_company(seed: int) -> tuple[Document, PeriodFacts]:
    random: Random = chance(seed)
    facts = a_company(random, random.randint(1, random.choice([5, 20, 60])))
    kinds = [kind for kind in MAKERS if random.random() < 0.4] or ["levels"]
    return a_plan(random, kinds), facts
