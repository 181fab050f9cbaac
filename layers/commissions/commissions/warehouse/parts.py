"""Parts of a table: one Parquet file a window, named by what it holds.

The same rows are the same bytes, and so the same name: a window that is exported again finds its
part there, and writes nothing.
"""

import hashlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from commissions.warehouse import bucket
from commissions.warehouse.schema import VERSION, WarehouseTable
from commissions.warehouse.windows import ExportWindow

PARQUET = "application/vnd.apache.parquet"
REV_DIGITS = 16
FETCHED_TOGETHER = 8


class PartNotPut(RuntimeError):
    """S3 took a part neither from us nor, as it seems, from another who puts it at this moment."""


class PartDamaged(RuntimeError):
    """A part is not what its name says."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"{key} is not what was written: its bytes are not those that its name is made of"
        )


def rev_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:REV_DIGITS]


def key_of(table: WarehouseTable, window: ExportWindow, rev: str) -> str:
    folder = f"warehouse/{VERSION}/{table.name}/recorded_day={window.day.isoformat()}"
    return f"{folder}/{window.name}-{rev}.parquet"


def rev_of_key(key: str) -> str:
    return key.removesuffix(".parquet").rpartition("-")[2]


def put(table: WarehouseTable, window: ExportWindow, file: Path) -> str:
    """Puts a part where it is not there yet; says its key. Raises PartNotPut."""
    body = file.read_bytes()
    key = key_of(table, window, rev_of(body))
    if not (bucket.put_if_absent(key, body, PARQUET) or key in bucket.keys(key)):
        raise PartNotPut(f"{key} is being put by another: run the export again")
    return key


def download(keys: Iterable[str], folder: Path) -> list[Path]:
    """The parts as files of a folder, in the order of the keys; what is there already is not
    fetched again. Raises PartDamaged; KeyError of a part that is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(FETCHED_TOGETHER) as together:
        return list(together.map(lambda key: _fetched(key, folder), keys))


def _fetched(key: str, folder: Path) -> Path:
    table, _, name = key.removeprefix(f"warehouse/{VERSION}/").split("/")
    file = folder / table / name
    if file.exists():
        return file
    found = bucket.find(key)
    if found is None:
        raise KeyError(key)
    if rev_of(found.body) != rev_of_key(key):
        raise PartDamaged(key)
    file.parent.mkdir(exist_ok=True)
    beside = file.with_suffix(".partly")
    beside.write_bytes(found.body)
    beside.rename(file)
    return file
