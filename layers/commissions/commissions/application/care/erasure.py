"""Acts on what people ask by law: erases at once, or lists for the person who answers.

What earns stays: orders, commissions and journals name a customer by a keyed hash alone, and
whoever has the key, the store's own secret, is the only one who could say whose it is.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from commissions.application.ingest import quarantine
from commissions.application.ingest.quarantine_names import bodies_of_store
from commissions.aws import secrets
from commissions.aws.telemetry import logger
from commissions.domain.people.privacy import CUSTOMER_ERASURE, STORE_ERASURE, PrivacyAsked
from commissions.domain.sales.carried_attribution import customer_history
from commissions.platforms import NO_TIME
from commissions.tables import attribution_history, customer_places, members, privacy, stores


def _unlink(request: PrivacyAsked) -> int:
    """Whose account the customer was; of a guest nothing is known."""
    return sum(
        members.unlink_customer(each.store_id, each.customer) for each in _of_all_accounts(request)
    )


def _take_out_of_tree(request: PrivacyAsked) -> int:
    """Where their orders had them stand; a place that the company gave stays its own affair."""
    return sum(_place_removed(each) for each in _of_all_accounts(request))


def _place_removed(request: PrivacyAsked) -> int:
    return int(customer_places.keep(request.store_id, request.customer, ()))


def _forget_bodies_of_customer(request: PrivacyAsked) -> int:
    found = {
        name
        for each in [request, *_of_all_accounts(request)]
        for name in quarantine.bodies_naming(each)
    }
    return quarantine.delete(sorted(found))


def _forget_bodies_of_store(request: PrivacyAsked) -> int:
    return quarantine.delete(bodies_of_store(request.platform, request.store_id))


def _forget_customer(request: PrivacyAsked) -> int:
    """Whose customer they were, by all accounts that the store merged; what is told of before again
    does not build it up again."""
    asked = datetime.now(UTC) if request.asked_at == NO_TIME else request.asked_at
    gone = 0
    for each in _of_all_accounts(request):
        gone += attribution_history.erase(customer_history(each.store_id, each.customer), asked)
        _place_removed(each)  # somebody may have shown it again until then
    return gone


def _of_all_accounts(request: PrivacyAsked) -> list[PrivacyAsked]:
    """The request, for each account that the store merged with the customer's; theirs last, so that
    stopped halfway it is known by which they were joined. None of a guest."""
    if not request.customer:
        return []
    history = customer_history(request.store_id, request.customer)
    joined = attribution_history.merged_with(history)
    return [replace(request, customer=each.rpartition("/")[2]) for each in joined]


def _forget_customers_of_store(request: PrivacyAsked) -> int:
    return attribution_history.erase_store(request.store_id)


def _close(request: PrivacyAsked) -> int:
    return stores.close(request.store_id)


def _forget_secrets(request: PrivacyAsked) -> int:
    return secrets.delete(request)


STEPS: dict[str, dict[str, Callable[[PrivacyAsked], int]]] = {
    CUSTOMER_ERASURE: {
        "links_removed": _unlink,
        "places_removed": _take_out_of_tree,
        "bodies_deleted": _forget_bodies_of_customer,
        # Last: it is by these that all accounts are known.
        "attributions_deleted": _forget_customer,
    },
    # Closed first, so that nothing more comes in; without its key its customers are nobody's.
    STORE_ERASURE: {
        "stores_closed": _close,
        "attributions_deleted": _forget_customers_of_store,
        "bodies_deleted": _forget_bodies_of_store,
        "secrets_deleted": _forget_secrets,
    },
}
"""What is done, each step with how it is called; doing it again finds nothing to do."""


def act(request: PrivacyAsked, *, received_at: datetime, now: datetime) -> None:
    """Does what was asked, once; stopped halfway, it is done again from the beginning."""
    if privacy.record(request, received_at).done_at:
        return
    if request.kind not in STEPS:
        logger.warning(
            "a customer asks what is held: somebody has to answer", ticket=request.ticket
        )
        return
    for what, step in STEPS[request.kind].items():
        privacy.note_step(request, what, int(step(request)))
    privacy.close(request, now)
    logger.info("erased", ticket=request.ticket, kind=request.kind)
