"""What some platforms' clients can do besides: tokens that do not last, versions that end, a schema
that can be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol, runtime_checkable

from commissions.clients import Client
from commissions.domain.stores.api_version import SeenApiVersion
from commissions.domain.stores.store import Store


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """What a store gives in exchange for credentials."""

    value: str = field(repr=False)
    lifetime: timedelta
    """From when it was asked for."""


class TokenSource(Protocol):
    """The token of a store whose tokens do not last. Every method raises StoreError."""

    def token(self) -> str:
        """One that opens the store now."""

    def instead_of(self, refused: str) -> str:
        """One in place of a token that the store has just refused."""


@runtime_checkable
class ExchangesCredentials(Protocol):
    """A platform's module whose access can be such as is exchanged for tokens."""

    CREDENTIALS: tuple[str, ...]
    """The parts of the access that are exchanged."""

    def exchange(
        self, store: Store, access: Mapping[str, str], private: Sequence[str] = ()
    ) -> IssuedToken:
        """Raises StoreError."""

    def create_renewing_client(
        self, store: Store, tokens: TokenSource, private: Sequence[str] = ()
    ) -> Client:
        """Raises StoreError."""


@runtime_checkable
class KnowsItsApiVersion(Protocol):
    """A client of an API whose versions end."""

    def api_version(self) -> SeenApiVersion:
        """What the answers to this client have said of it so far; asks nobody."""


@dataclass(frozen=True, slots=True)
class AskedOperation:
    """A GraphQL operation as it is sent."""

    name: str
    text: str
    variables: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ApiSchema:
    """What a GraphQL API says of itself, and all that is asked of it."""

    version_asked: str
    version_answered: str
    """Empty where the store does not say."""
    introspection: Mapping[str, Any]
    operations: tuple[AskedOperation, ...]


@runtime_checkable
class KnowsItsSchema(Protocol):
    """A client of an API that can be asked what it has."""

    def schema(self) -> ApiSchema:
        """Raises StoreError."""
