"""Whether a store of stores.yaml is the shop of another one, which is registered already."""

from collections.abc import Mapping

from commissions.application.company_files.problems import Problem
from commissions.domain.stores.one_shop import are_one_shop
from commissions.domain.stores.store import Store
from tools.company.stores import Stores


def check(
    file: Stores,
    stated: Store,
    known: Mapping[str, Store],
    problems: list[Problem],
    notices: list[str],
) -> None:
    """Whether it is the shop of a registered store that is not in the file. Of two
    that are both registered, nothing can be refused any more."""
    in_file = {each.store_id for each in file.stores}
    standing = known.get(stated.store_id, stated)
    for other in known.values():
        if standing.closed or other.store_id in in_file or not are_one_shop(stated, other):
            continue
        if standing is not stated and are_one_shop(standing, other):
            notices.append(
                f"{stated.store_id} and {other.store_id}, both registered, are one shop: each of "
                "its orders earns twice. Keep only one of them connected."
            )
        else:
            problems.append(file.told_twice(stated, other, where=", which is registered,"))
