"""What an order is known by everywhere."""


def order_key(platform: str, store_id: str, platform_order_id: str) -> str:
    return f"{platform}/{store_id}/{platform_order_id}"
