"""A company's files: made once for each size and seed, and kept under `.local/bench-close/`.

`members.parquet`: a row a member, by number. `lines-NN.parquet`: order lines as they came in, about
five million a file: the number of the order, that of the credited member, volumes in hundredths of
a point.
"""

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from numpy.typing import NDArray

from commissions.warehouse import parquet
from tools.bench_close.order_lines import OrderLines, order_lines
from tools.bench_close.population import Population, population

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".local/bench-close"
MADE_BY = ("draws", "tree_growth", "population", "order_lines", "company_files")
"""The modules that decide what is in the files: when one changes, files are made again."""


@dataclass(frozen=True, slots=True)
class CompanyFiles:
    folder: Path
    members: int
    lines: int

    @property
    def member_file(self) -> Path:
        return self.folder / "members.parquet"

    @property
    def line_files(self) -> list[Path]:
        return sorted(self.folder.glob("lines-*.parquet"))


def company_files(members: int, lines: int, seed: int, kept: Path = KEPT) -> CompanyFiles:
    """The files of a company; made if they are not there. What is half made is made again."""
    folder = kept / f"{members}-{lines}-{seed}-{_generator()}"
    made = folder / "made.json"
    if not made.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        people = population(seed, members, lines)
        parquet.write(folder / "members.parquet", _member_columns(people))
        for number, part in enumerate(order_lines(seed, people)):
            parquet.write(folder / f"lines-{number:02}.parquet", _line_columns(part))
        made.write_text(json.dumps({"lines": people.lines}))
    return CompanyFiles(folder, members, json.loads(made.read_text())["lines"])


def _generator() -> str:
    digest = hashlib.sha256()
    for name in MADE_BY:
        digest.update(Path(__file__).with_name(f"{name}.py").read_bytes())
    return digest.hexdigest()[:8]


def _member_columns(people: Population) -> Mapping[str, NDArray[parquet.Anything]]:
    return {
        "sponsor": people.sponsor.astype("int32"),
        "seat_above": people.seat_above.astype("int32"),
        "seat_right": people.seat_right,
        "in_good_standing": people.in_good_standing,
    }


def _line_columns(part: OrderLines) -> Mapping[str, NDArray[parquet.Anything]]:
    return {
        "number": part.order.astype("int32"),
        "member": part.member.astype("int32"),
        "of_customer": part.of_customer,
        "cv": part.cv.astype("int32"),
        "qv": part.qv.astype("int32"),
    }
