"""Magento's REST API, the same for Open Source, Mage-OS and Adobe Commerce.

An order's payload is `{"order": …, "creditmemos": […]}`, a product's the product as REST has it.
"""

from collections.abc import Mapping, Sequence

from commissions.clients.magento.api import connect
from commissions.clients.magento.client import MagentoClient
from commissions.clients.magento.webhooks import MAGEOS_TOPICS
from commissions.domain.stores.store import Store

TOPICS = MAGEOS_TOPICS

__all__ = ["TOPICS", "MagentoClient", "create_client"]


def create_client(
    store: Store, access: Mapping[str, str], private: Sequence[str] = ()
) -> MagentoClient:
    """`access` holds a Bearer `token`, or the four parts by which an integration signs. Raises
    AccessDenied, NotAllowed."""
    return MagentoClient(connect(store, access, private), store.channel)
