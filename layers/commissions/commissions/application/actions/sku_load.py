"""`sku.load`: what a skus.csv says that the SKU map does not say yet; each row for itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.application.actions.kind import ActionKind, DoneInParts, Payload
from commissions.application.company_files import skus as rows
from commissions.application.company_files.problems import Problem
from commissions.application.company_files.sku_changes import new_versions
from commissions.application.company_files.skus import SkuEntry
from commissions.domain.actions.action import Action, ActionEffect
from commissions.domain.catalogue.sku_map import AlreadyPublished, SkuVersion
from commissions.domain.orders.canonical import stamp
from commissions.tables import skus, stores

ROWS_MAX = 300
BYTES_MAX = 60_000
"""As much as a form may bring; an action on record is one item, which has room for it."""


class SkuFileRefused(ValueError):
    """A file of which something does not fit; nothing of it is loaded."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("; ".join(map(str, self.problems[:5])))


class NothingNew(ValueError):
    """All that the file says stands already."""

    def __init__(self) -> None:
        super().__init__("All that the file says stands already")


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuFile:
    """What a file says, checked."""

    rows: int
    new: tuple[tuple[str, SkuVersion], ...]
    """By store, in the order of the file."""
    notices: tuple[str, ...]
    """What is right, and may surprise."""


def read(text: str) -> SkuFile:
    """Nothing is written. Raises SkuFileRefused."""
    problems: list[Problem] = []
    notices: list[str] = []
    written = text.encode()
    if len(written) > BYTES_MAX:
        raise SkuFileRefused([_of_file(f"has more than {BYTES_MAX:,} bytes: load it in parts")])
    entries = rows.read_in(written, problems)
    if len(entries) > ROWS_MAX:
        raise SkuFileRefused([_of_file(f"has more than {ROWS_MAX} rows: load it in parts")])
    new = () if problems else _new(entries, problems, notices)
    if problems:
        raise SkuFileRefused(problems)
    return SkuFile(rows=len(entries), new=new, notices=tuple(notices))


def payload_of(text: str) -> Payload:
    return {"file": text}


def target_of(found: SkuFile) -> str:
    """`12 values of tea, tea-eu`."""
    names = ", ".join(sorted({store for store, _ in found.new}))
    return f"{len(found.new)} values of {names}"[:255]


def worth(version: SkuVersion) -> str:
    value = version.value
    if version.retired:
        return "retired"
    volumes = ", ".join(f"{unit.upper()} {volume}" for unit, volume in value.volumes.items())
    return f"{value.commission_class}: {volumes}"


def _new(
    entries: Sequence[SkuEntry], problems: list[Problem], notices: list[str]
) -> tuple[tuple[str, SkuVersion], ...]:
    open_stores = {each.store_id for each in stores.all_stores() if not each.closed}
    return new_versions(entries, open_stores, problems, notices)


def _of_file(reason: str) -> Problem:
    return Problem(rows.FILE, 0, "", reason)


def _effect(payload: Payload, now: datetime) -> ActionEffect:
    found = read(payload["file"])
    if not found.new:
        raise NothingNew
    return ActionEffect(
        says=(
            ("new values", str(len(found.new))),
            *(("of", f"{_named(store, each)}: {worth(each)}") for store, each in found.new),
        )
    )


def _named(store_id: str, version: SkuVersion) -> str:
    return f"{store_id}/{version.value.platform_sku} from {stamp(version.since)}"


def _carry_out(action: Action) -> DoneInParts:
    """What stands by now with another content is left, and holds up no other row."""
    failed: dict[str, str] = {}
    found = read(action.draft.payload["file"])
    for store_id, version in found.new:
        try:
            skus.add(store_id, version)
        except AlreadyPublished as error:
            failed[_named(store_id, version)] = str(error)
    done = f"{len(found.new) - len(failed)} loaded"
    return DoneInParts(f"{done}, {len(failed)} left as they were" if failed else done, failed)


SKU_LOAD = ActionKind(
    name="sku.load",
    effect=_effect,
    carry_out=_carry_out,
    refusals=(SkuFileRefused, NothingNew),
)
