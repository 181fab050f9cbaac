"""POST /webhooks/magento/{store_id}, and GET for Adobe's challenge"""

from commissions.platforms import magento
from commissions.runtime import adobe
from commissions.runtime.webhook import webhook

# Adobe sends batches of up to 2 MB, and never again what is refused as too large.
BATCH_BYTES_MAX = 2 * 1024 * 1024 + 64 * 1024

handler = webhook(magento, public_keys=adobe.public_keys, bytes_max=BATCH_BYTES_MAX)
