"""What a shop calls itself, held against what it is called here."""


def is_same_shop(one: str, other: str) -> bool:
    return shop_address(one) == shop_address(other)


def shop_address(text: str) -> str:
    """Host, port and path: by which scheme it is reached, and a slash at the end, say nothing."""
    bare = text.strip().lower().rstrip("/")
    return bare.removeprefix("https://").removeprefix("http://")
