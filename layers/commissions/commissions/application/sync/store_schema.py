"""What a store's API says of its own schema, for a check of all that we ask of it."""

from commissions.application.sync.connection import client_for, connected_stores, store_with_api
from commissions.clients.abilities import ApiSchema, KnowsItsSchema


class WithoutSchema(LookupError):
    """An API that cannot be asked what it has."""

    def __init__(self, store_id: str, platform: str) -> None:
        super().__init__(f"{store_id}: the API of {platform} has no schema that could be asked for")


def read_schemas(store_id: str = "") -> dict[str, ApiSchema]:
    """Of one store, or of all that are connected and have one, by store.

    Raises UnknownStore, StoreWithoutApi, WithoutSchema, or StoreError.
    """
    asked = [store_with_api(store_id)] if store_id else connected_stores()
    clients = {each.store_id: client_for(each) for each in asked}
    if store_id and not isinstance(clients[store_id], KnowsItsSchema):
        raise WithoutSchema(store_id, asked[0].platform)
    return {
        each: client.schema()
        for each, client in clients.items()
        if isinstance(client, KnowsItsSchema)
    }
