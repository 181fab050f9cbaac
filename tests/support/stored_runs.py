"""Closes of chance, stored in files."""

from dataclasses import dataclass, replace
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


def a_company_with_too_little(seed: int) -> tuple[Document, PeriodFacts]:
    """For all that is earned: by turns in proportion, and one bonus after the other."""
    document, facts = a_plan_and_company(seed)
    bonuses = [each["id"] for each in document["bonuses"] if each["when"] == "close:month"]
    words: list[Document] = [{"enforce": "pro_rata"}, {"enforce": "priority", "priority": bonuses}]
    company = {"max_pct": "0.03", "of": "cv"} | words[seed % 2]
    caps = document["caps"] | {"company": company}
    sales = tuple(replace(each, earned={}) for each in facts.sales)
    return document | {"caps": caps}, replace(facts, sales=sales)
