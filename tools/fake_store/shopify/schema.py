"""The schema of the GraphQL API: told to whoever asks for it, and held against what is asked.

A shop has the one of `schema.graphql`, or `shop.extra["schema"]`: then whatever is asked that is
not in it is refused, as Shopify does it.
"""

from functools import cache
from pathlib import Path
from typing import Any

from graphql import GraphQLSchema, build_schema, graphql_sync, parse, validate

from tools.fake_store.toolkit import Shop

SDL = (Path(__file__).parent / "schema.graphql").read_text()
OPERATION = "Schema"


class UndefinedField(ValueError):
    """A query that asks for what the schema does not have."""


def introspection(shop: Shop, query: str) -> dict[str, Any]:
    """What a query about the schema itself is answered."""
    result = graphql_sync(_schema(_sdl(shop)), query)
    if result.errors or result.data is None:
        raise UndefinedField(str(result.errors))
    return result.data


def check(shop: Shop, query: str) -> None:
    """Raises UndefinedField."""
    if "schema" in shop.extra and (problem := _problem(_sdl(shop), query)):
        raise UndefinedField(problem)


def _sdl(shop: Shop) -> str:
    return str(shop.extra.get("schema", SDL))


@cache
def _schema(sdl: str) -> GraphQLSchema:
    return build_schema(sdl, assume_valid=True)


@cache
def _problem(sdl: str, query: str) -> str:
    return "; ".join(error.message for error in validate(_schema(sdl), parse(query)))
