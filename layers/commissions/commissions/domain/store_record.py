"""Any of the things that a store tells."""

from commissions.domain.catalogue.listing import ProductListed, ProductRemoved
from commissions.domain.orders.decision import OrderDecided
from commissions.domain.orders.hint import ChangeHinted
from commissions.domain.orders.order import OfOrder
from commissions.domain.people.attribution_override import AttributionOverride
from commissions.domain.people.customer_merge import CustomersMerged
from commissions.domain.people.privacy import PrivacyAsked

StoreRecord = (
    OfOrder
    | OrderDecided
    | AttributionOverride
    | ChangeHinted
    | ProductListed
    | ProductRemoved
    | CustomersMerged
    | PrivacyAsked
)
