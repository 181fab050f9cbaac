"""What a store's messages are proven with: the secret that signs, and keys of the order API."""

from commissions.aws import secrets
from commissions.domain.stores.store import Store
from commissions.tables import stores


class NoWebhookSecret(LookupError):
    """Webhooks that are signed with nothing we know would all be turned away."""

    def __init__(self, store_id: str) -> None:
        super().__init__(
            f"{store_id} has no webhook secret: set one with `commissions store secret {store_id}`"
        )


def signing_secret(store: Store) -> str:
    """The secret that new webhooks are signed with. Raises NoWebhookSecret."""
    live = secrets.secrets(store).webhook
    if not live:
        raise NoWebhookSecret(store.store_id)
    return live[0]


def rotate_api_key(store_id: str, value: str, *, keep_previous_hours: int) -> None:
    """Raises UnknownStore, or TooShort."""
    store = stores.get(store_id)
    secrets.set_api_key(store, value, keep_previous_hours=keep_previous_hours)
