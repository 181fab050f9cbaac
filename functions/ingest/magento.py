"""POST /webhooks/magento/{store_id}, and GET for Adobe's challenge"""

from commissions.platforms import magento
from commissions.runtime import adobe
from commissions.runtime.webhook import webhook

handler = webhook(magento, proofs=adobe.public_keys)
