"""The warehouse as its readers have it: the parts that count, read by DuckDB."""

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from commissions.application.export.export import Exported, export_until
from commissions.warehouse import bucket, manifests, parts
from commissions.warehouse.rows import connection
from commissions.warehouse.schema import TABLES, relation

A_WHILE = timedelta(minutes=10)


def exported(until: datetime, **more: Any) -> Exported:
    """Asked for when it has settled, as nothing is recorded meanwhile."""
    return export_until(until, until + A_WHILE, **more)


def rows(table: str, until: datetime, *columns: str, where: str = "true") -> list[tuple[Any, ...]]:
    """What a reader finds as of a moment, sorted."""
    names = ", ".join(columns) or "*"
    with TemporaryDirectory() as home, connection(1, Path(home)) as database:
        files = parts.download(manifests.parts(TABLES[table], until), Path(home))
        found = relation(TABLES[table], files)
        asked = f"select {names} from {found} where {where} order by all"  # noqa: S608
        return database.execute(asked).fetchall()


def everything() -> dict[str, bytes]:
    """Every object of the bucket by its key, but for the cuts."""
    found = {key: bucket.find(key) for key in bucket.keys("warehouse/")}
    return {key: each.body for key, each in found.items() if each and "/cuts/" not in key}
