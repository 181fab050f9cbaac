"""Any of the things that a store tells."""

from commissions.domain.hint import ChangeHinted
from commissions.domain.listing import ProductListed, ProductRemoved
from commissions.domain.order import OfOrder
from commissions.domain.privacy import PrivacyAsked

StoreRecord = OfOrder | ChangeHinted | ProductListed | ProductRemoved | PrivacyAsked
