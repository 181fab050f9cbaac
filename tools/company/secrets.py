"""A file of the stores' secrets: beside the company's files, never one of them.

It is for demo stores. A real store's secret is set with `commissions store secret`.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from commissions.application.company_files.problems import Problem
from commissions.domain.orders.parking import WaitsFor
from commissions.domain.plans.document_node import Node, root
from tools.company import yaml_documents
from tools.company.refused import Refused

_PRINTED = r"[\x21-\x7e]{16,256}"
_HEX = r"[0-9a-f]{64}"


@dataclass(frozen=True, slots=True)
class Given:
    """What a file gives a store; empty where it gives nothing."""

    store_id: str
    webhook: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    customer_key: str = field(default="", repr=False)
    access: dict[str, str] = field(default_factory=dict, repr=False)
    """What opens the store's API, by name."""
    file: str = ""
    line: int = 0


def read_secrets(path: Path) -> tuple[Given, ...]:
    """The stores' secrets; raises Refused with all that is wrong, and none of what stands there."""
    problems: list[Problem] = []
    document = yaml_documents.read(path, problems)
    if document:
        node = root(document.content)
        given = tuple(
            replace(_given(name, each), file=document.file, line=document.line(name))
            for name, each in node.fields().items()
        )
        problems += map(document.problem, node.problems)
    if problems or not document:
        raise Refused(problems)
    return given


def check_secrets(given: Sequence[Given], loaded: Collection[str] = ()) -> None:
    """`loaded`: the ids of the stores that come with them. Raises Refused where a store is nowhere:
    under what name its secrets belong depends on its platform."""
    from commissions.tables import stores

    known = {*loaded, *(store.store_id for store in stores.all_stores())}
    unknown = [each for each in given if each.store_id not in known]
    if unknown:
        reason = "there is no such store: load it first, or together with its secrets"
        raise Refused([Problem(each.file, each.line, each.store_id, reason) for each in unknown])


def write_secrets(
    given: tuple[Given, ...],
    progress: Callable[[str, int, int], None] = lambda what, done, of: None,
) -> None:
    """Gives the stores their secrets; a webhook secret before it stays live for a day. Raises
    UnknownStore (see `check_secrets`)."""
    from commissions.application.pipeline.release import release_waiting
    from commissions.aws import bus, secrets  # reads the environment, which `select_stack` sets
    from commissions.tables import stores

    for done, each in enumerate(given, start=1):
        store = stores.get(each.store_id)
        if each.customer_key:
            secrets.set_customer_key(store, bytes.fromhex(each.customer_key))
        if each.webhook:
            secrets.set_secret(store, each.webhook)
        if each.api_key:
            secrets.set_api_key(store, each.api_key)
        if each.access:
            secrets.set_access(store, each.access)
            with bus.kept_anyway():
                release_waiting([WaitsFor.access(each.store_id)])
        progress("secrets", done, len(given))


def _given(store_id: str, node: Node) -> Given:
    node.only("", "webhook api_key customer_key access")
    return Given(
        store_id,
        webhook=_secret(node["webhook"], _PRINTED, "a secret of 16 to 256 characters"),
        api_key=_secret(node["api_key"], _PRINTED, "a key of 16 to 256 characters"),
        customer_key=_secret(node["customer_key"], _HEX, "64 hex digits"),
        access=_access(node["access"]) if "access" in node else {},
    )


def _access(node: Node) -> dict[str, str]:
    fields = node.fields().items()
    return {name: _secret(each, _PRINTED, "16 to 256 characters") for name, each in fields}


def _secret(node: Node, pattern: str, what: str) -> str:
    """Like `name`, but never repeats what stands there."""
    problems: list[str] = []
    secret = Node(node.value, node.path, problems).name(pattern, what)
    if problems:
        node.refuse(f"has to be {what}")
    return secret
