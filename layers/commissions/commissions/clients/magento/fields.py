"""What of an order, a memo or a product the store is asked for: what the dialect reads, and so no
address and no name of a buyer, and no sum that PHP writes with an exponent."""

ATTRIBUTE = "[attribute_code,name,value]"
TENDER = "gift_cards_amount,customer_balance_amount,reward_currency_amount"
WRAPPING = "gw_price,gw_items_price,gw_card_price"
WRAPPING_TAXES = "gw_tax_amount,gw_items_tax_amount,gw_card_tax_amount"
ITEM = (
    "item_id,parent_item_id,sku,product_id,product_type,price,qty_ordered,qty_invoiced,qty_canceled,"
    "discount_amount,discount_tax_compensation_amount,tax_amount,row_total,row_total_incl_tax,"
    "weee_tax_applied_row_amount"
)
EXTENSION = (
    f"{TENDER},{WRAPPING},coupon_codes,distributor_ref,distributor_id,referral,ref,sponsor,"
    f"custom_attributes{ATTRIBUTE}"
)
ORDER = (
    "entity_id,state,order_currency_code,created_at,updated_at,grand_total,subtotal,tax_amount,"
    "shipping_amount,shipping_discount_amount,shipping_discount_tax_compensation_amount,"
    "shipping_tax_amount,total_paid,total_due,total_refunded,total_canceled,customer_id,coupon_code,"
    f"original_increment_id,relation_parent_id,{TENDER},{WRAPPING},"
    f"payment[amount_authorized],custom_attributes{ATTRIBUTE},"
    f"extension_attributes[{EXTENSION}],items[{ITEM}]"
)
OF_MEMO = f"{TENDER},{WRAPPING},{WRAPPING_TAXES}"
MEMO = (
    "entity_id,order_id,state,order_currency_code,created_at,adjustment_positive,"
    "adjustment_negative,shipping_amount,shipping_tax_amount,shipping_incl_tax,tax_amount,"
    "subtotal,grand_total,discount_amount,discount_tax_compensation_amount,"
    f"{OF_MEMO},extension_attributes[{OF_MEMO}],total_qty,can_void_flag,tracks,"
    "items[order_item_id,qty,price,row_total,tax_amount,discount_amount,"
    "discount_tax_compensation_amount,weee_tax_applied_row_amount]"
)
PRODUCT = "id,sku,name,type_id,updated_at,custom_attributes[attribute_code,value]"
OF = {"orders": ORDER, "creditmemos": MEMO, "products": PRODUCT}


def of_search(things: str) -> str:
    return f"items[{OF[things]}],total_count"
