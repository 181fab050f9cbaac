"""What of an order or a product the shop is asked for: what the dialect reads, and so no name and
no address of a buyer."""

ORDER = ",".join(
    (
        "id", "parent_id", "created_via", "status", "currency", "prices_include_tax", "customer_id",
        "date_created_gmt", "date_modified_gmt", "date_paid_gmt",
        "total", "total_tax", "shipping_total", "shipping_tax",
        "line_items", "fee_lines", "coupon_lines", "gift_cards", "refunds", "meta_data",
    )
)  # fmt: skip
SUBSCRIPTION = "id,parent_id"
PRODUCT = ",".join(
    (
        "id", "parent_id", "name", "type", "status", "sku", "variations", "attributes",
        "date_created_gmt", "date_modified_gmt",
    )
)  # fmt: skip
