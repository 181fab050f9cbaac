"""By which version of its API a store is asked, and answers, in words."""

from typing import TYPE_CHECKING

from tools.cli import formats

if TYPE_CHECKING:
    from commissions.application.queries.stores import StoreProfile
    from commissions.domain.stores.api_version import SeenApiVersion


def sentence(seen: "SeenApiVersion") -> str:
    parts = [f"asked by {seen.asked}"]
    if seen.is_another:
        parts.append(f"answered by {seen.answered}: the store has ours no more")
    elif seen.ends_on:
        parts.append(f"there until {seen.ends_on}")
    if seen.deprecated:
        parts.append(f"deprecated: {', '.join(sorted(seen.deprecated))}")
    return "; ".join(parts)


def answer(found: "StoreProfile") -> dict[str, str]:
    """For `store show`; empty where there is nothing of the kind."""
    until, version = found.token_until, found.api_version
    return {
        "api_token_until": formats.moment(until) if until else "",
        "api_version": sentence(version) if version else "",
    }
