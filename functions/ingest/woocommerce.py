"""POST /webhooks/woocommerce/{store_id}"""

from commissions.platforms import woocommerce
from commissions.runtime.webhook import webhook

handler = webhook(woocommerce)
