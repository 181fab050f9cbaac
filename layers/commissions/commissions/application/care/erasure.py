"""Acts on what people ask by law: erases at once, or lists for the person who answers.

What earns stays: orders, commissions and journals name a customer by a keyed hash alone, and
whoever has the key, the store's own secret, is the only one who could say whose it is.
"""

from collections.abc import Callable
from datetime import datetime

from commissions.application.ingest import quarantine
from commissions.aws import secrets
from commissions.aws.telemetry import logger
from commissions.domain.people.privacy import CUSTOMER_ERASURE, STORE_ERASURE, PrivacyAsked
from commissions.tables import members, privacy, stores


def _unlink(asked: PrivacyAsked) -> int:
    """Whose account the customer was; of a guest nothing is known."""
    return bool(asked.customer) and members.unlink_customer(asked.store_id, asked.customer)


def _forget_bodies_of_customer(asked: PrivacyAsked) -> int:
    return quarantine.delete(quarantine.bodies_naming(asked))


def _forget_bodies_of_store(asked: PrivacyAsked) -> int:
    return quarantine.delete(quarantine.bodies_of_store(asked.platform, asked.store_id))


def _close(asked: PrivacyAsked) -> int:
    return stores.close(asked.store_id)


def _forget_secrets(asked: PrivacyAsked) -> int:
    return secrets.delete(asked.store_id)


STEPS: dict[str, dict[str, Callable[[PrivacyAsked], int]]] = {
    CUSTOMER_ERASURE: {"links_removed": _unlink, "bodies_deleted": _forget_bodies_of_customer},
    # Closed first, so that nothing more comes in; without its key its customers are nobody's.
    STORE_ERASURE: {
        "stores_closed": _close,
        "bodies_deleted": _forget_bodies_of_store,
        "secrets_deleted": _forget_secrets,
    },
}
"""What is done, each step with how it is called; doing it again finds nothing to do."""


def act(asked: PrivacyAsked, *, received_at: datetime, now: datetime) -> None:
    """Does what was asked, once; stopped halfway, it is done again from the beginning."""
    if privacy.record(asked, received_at).done_at:
        return
    if asked.kind not in STEPS:
        logger.warning("a customer asks what is held: somebody has to answer", ticket=asked.ticket)
        return
    for what, step in STEPS[asked.kind].items():
        privacy.note_step(asked, what, int(step(asked)))
    privacy.close(asked, now)
    logger.info("erased", ticket=asked.ticket, kind=asked.kind)
