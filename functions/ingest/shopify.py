"""POST /webhooks/shopify/{store_id}"""

from commissions.platforms import shopify
from commissions.runtime.webhook import webhook

handler = webhook(shopify)
