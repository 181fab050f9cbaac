"""What a plan defines before its bonuses: volumes, activity and ranks."""

from collections.abc import Mapping
from dataclasses import dataclass

from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.plans.document_node import Node

OWN_ORDERS, CUSTOMER_ORDERS, PARTICIPANT_ORDERS = (
    "own_orders",
    "customer_orders",
    "participant_orders",
)


@dataclass(frozen=True, slots=True)
class Volume:
    """Whose orders a unit counts, and which commission classes it leaves out."""

    include: frozenset[str]
    exclude: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the bonuses of a plan can name."""

    volumes: Mapping[str, Volume]
    ranks: tuple[str, ...]
    """The lowest first."""
    active: Node
    """The condition `status.active`, which a plan can do without."""


def read_terms(document: Node) -> Terms:
    return Terms(
        volumes=_volumes(document["volumes"]),
        ranks=_ranks(document["ranks"]),
        active=document["status"]["active"],
    )


def _volumes(node: Node) -> dict[str, Volume]:
    volumes = {}
    for unit, volume in node.fields().items():
        if unit not in UNITS:
            volume.refuse(f"is no volume; there are {', '.join(UNITS)}")
        volume.has("include exclude")
        include = [
            each.choice(OWN_ORDERS, CUSTOMER_ORDERS, PARTICIPANT_ORDERS)
            for each in volume["include"].each()
        ]
        exclude = [each.name(what="a commission class") for each in volume["exclude"].each()]
        volumes[unit] = Volume(frozenset(include), frozenset(exclude))
    return volumes


def _ranks(node: Node) -> tuple[str, ...]:
    found = [(rank["order"].whole(), rank["id"].name()) for rank in node.each()]
    return tuple(name for _, name in sorted(found))
