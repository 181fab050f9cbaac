"""The keys of the SKU map: a store's SKUs, and the ids of its variants and products.

Two namespaces, since shops have SKUs that are numbers: the SKU 1001 and the id 1001 are two things.
A SKU is its own key; an id's begins with `id:`. A key that was written before the two were told
apart is bare whatever was meant: it is a SKU's, and an id's only where no SKU fits.
"""

ID, SKU = "id:", "sku:"


def id_key(text: str) -> str:
    """Of a variant, or of a product without variants."""
    return f"{ID}{text}"


def sku_key(text: str) -> str:
    """A SKU that itself begins like a key of another kind says that it is one."""
    return f"{SKU}{text}" if text.startswith((ID, SKU)) else text


def id_of(key: str) -> str:
    """The id that a key names; empty of a SKU's."""
    return key.removeprefix(ID) if key.startswith(ID) else ""


def keys_of(variant_id: str, sku: str) -> tuple[str, ...]:
    """All under which a variant may stand in the map, the surest first: as an id, by its SKU, and
    as an id that was written bare."""
    by_id = [id_key(variant_id)] if variant_id else []
    bare = [sku_key(text) for text in (sku, variant_id) if text]
    return tuple(dict.fromkeys([*by_id, *bare]))


def waiting_keys(key: str) -> tuple[str, ...]:
    """All under which orders may wait for a row of a key: whoever parks does not know whether it
    will be written as an id or bare."""
    text = id_of(key) or key
    return text, id_key(text)
