"""POST /webhooks/bigcommerce/{store_id}"""

from commissions.platforms import bigcommerce
from commissions.runtime.webhook import webhook

handler = webhook(bigcommerce)
