"""Which stores' secrets still lie under their names of before, where the edge can read them all."""

from collections.abc import Iterable
from dataclasses import dataclass

from commissions.aws import secret_documents as documents
from commissions.domain.stores.store import Store
from commissions.tables import stores


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerSecret:
    """One that is not moved, or not to its end."""

    store: Store
    name: str
    becomes: tuple[tuple[str, bool], ...]
    """The names of now for what is in it, each with whether something stands there already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretsHealth:
    """Whether the next release, which does not look under the names of before, finds them all."""

    unmoved: tuple[str, ...] = ()
    """The stores whose secrets have not been moved."""

    @property
    def is_well(self) -> bool:
        return not self.unmoved


def health(known: Iterable[Store]) -> SecretsHealth:
    unmoved = [each.store_id for each in known if documents.read_former(each) is not None]
    return SecretsHealth(unmoved=tuple(unmoved))


def looks_for_former() -> bool:
    """Whether the stack looks under the names of before at all."""
    return bool(documents.FORMER_PREFIX)


def of_all() -> list[FormerSecret]:
    return list(filter(None, map(of_store, stores.all_stores())))


def of_store(store: Store) -> FormerSecret | None:
    """None where nothing of the store lies under the former name."""
    former = documents.read_former(store)
    if former is None:
        return None
    return FormerSecret(
        store=store,
        name=documents.former_name_of(store),
        becomes=tuple(
            (documents.name_of(store, kind), documents.has(store, kind))
            for kind in kinds_in(former)
        ),
    )


def kinds_in(former: documents.Document) -> Iterable[str]:
    """Which of the two secrets a former one has something for."""
    return (kind for kind in documents.KINDS if documents.part_of(former, kind))
