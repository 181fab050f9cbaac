"""Rotating what a store's messages are proven with."""

from commissions.aws import secrets
from commissions.tables import stores


def rotate_webhook_secret(
    store_id: str, value: str, *, signer: str = "", keep_previous_hours: int
) -> None:
    """`signer`: whose secret it is, where a store has several. Raises UnknownStore, or TooShort."""
    stores.get(store_id)
    secrets.set_secret(store_id, value, keep_previous_hours=keep_previous_hours, of=signer)


def rotate_api_key(store_id: str, value: str, *, keep_previous_hours: int) -> None:
    """Raises UnknownStore, or TooShort."""
    stores.get(store_id)
    secrets.set_api_key(store_id, value, keep_previous_hours=keep_previous_hours)
