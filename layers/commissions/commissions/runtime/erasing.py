"""Acts on what people ask by law: erases at once, or lists for the person who answers.

What earns stays: orders, commissions and journals name a customer by a keyed hash alone, and
whoever has the key, the store's own secret, is the only one who could say whose it is.
"""

from datetime import datetime

from commissions.domain.privacy import CUSTOMER_ERASURE, DATA_REQUEST, STORE_ERASURE, PrivacyAsked
from commissions.runtime import quarantined, secrets
from commissions.runtime.observe import logger
from commissions.tables import members, privacy, stores


def act(asked: PrivacyAsked, *, now: datetime) -> None:
    """Does what was asked, once; stopped halfway, it is done again from the beginning."""
    request = privacy.take(asked)
    if request.done_at:
        return
    if asked.kind == DATA_REQUEST:
        logger.warning("a customer asks what is held: somebody has to answer", ticket=asked.ticket)
        return
    did = {CUSTOMER_ERASURE: _erase_customer, STORE_ERASURE: _erase_store}[asked.kind](asked)
    privacy.done(asked, now, did=did)
    logger.info("erased", ticket=asked.ticket, kind=asked.kind, did=did)


def _erase_customer(asked: PrivacyAsked) -> dict[str, int]:
    """Who the customer was to us, and what of them might lie in quarantine."""
    known = bool(asked.customer) and members.unlink_customer(asked.store_id, asked.customer)
    bodies = quarantined.forget(quarantined.naming(asked))
    return {"links_removed": int(known), "bodies_deleted": bodies}


def _erase_store(asked: PrivacyAsked) -> dict[str, int]:
    """Closed first, so that nothing more comes in; without its key its customers are nobody's."""
    closed = stores.close(asked.store_id)
    bodies = quarantined.forget(quarantined.of_store(asked.platform, asked.store_id))
    forgotten = secrets.forget(asked.store_id)
    return {
        "stores_closed": int(closed),
        "bodies_deleted": bodies,
        "secrets_deleted": int(forgotten),
    }
