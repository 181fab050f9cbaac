"""Moves a store's secrets from the name of before to the two of now.

Stopped anywhere it goes on when told again: what stands under a name of now counts, and is left as
it is; the former secret goes last, and until then what is not moved is read from it.
"""

from commissions.application.queries.former_secrets import kinds_in
from commissions.aws import secret_documents as documents
from commissions.domain.stores.store import Store


class CustomerKeysDiffer(RuntimeError):
    """Customers would become somebody else: which key is theirs, only a person can tell."""

    def __init__(self, former: str, now: str) -> None:
        super().__init__(
            f"{former} and {now} have two keys for the store's customers: nothing of it was moved."
            " Put the key of the former one into the other by hand, and move it again"
        )


def move(store: Store) -> list[str]:
    """Moves what is not moved yet; says which names were written and, last, which is gone. None
    where there was nothing to move.

    Raises CustomerKeysDiffer, SecretsDeleted, or ChangedMeanwhile.
    """
    former = documents.read_former(store)
    if former is None:
        return []
    _check_customer_key(store, former)
    written = [kind for kind in kinds_in(former) if not documents.has(store, kind)]
    for kind in written:
        # Written as it counts: somebody may set a secret at this very moment.
        documents.change(store, kind, lambda known: known)
    documents.delete(documents.former_name_of(store))
    return [*(documents.name_of(store, kind) for kind in written), documents.former_name_of(store)]


def _check_customer_key(store: Store, former: documents.Document) -> None:
    now, before = (
        documents.read(store, documents.WEBHOOK).get("customer_key"),
        former.get("customer_key"),
    )
    if now and before and now != before:
        name = documents.name_of(store, documents.WEBHOOK)
        raise CustomerKeysDiffer(documents.former_name_of(store), name)
