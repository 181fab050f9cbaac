"""A page's orders or products, read whole one by one: what one of them holds stops no other."""

from collections.abc import Callable, Iterable

from commissions.clients import FetchedResource, InvalidResponse, Unavailable

FAILED_MAX = 3
"""Of one page; where more of it cannot be read, it is the store that fails, and not what it has."""


def fetch_each[T](
    things: Iterable[tuple[str, T]], read: Callable[[T], FetchedResource | None]
) -> tuple[tuple[FetchedResource, ...], tuple[str, ...]]:
    """The answers, and the ids of what could not be read; what went meanwhile is in neither.

    Raises StoreError.
    """
    answers: list[FetchedResource] = []
    broken: list[str] = []
    for source_id, thing in things:
        try:
            answer = read(thing)
        except (InvalidResponse, Unavailable):
            broken.append(source_id)
            if len(broken) > FAILED_MAX:
                raise
            continue
        if answer:
            answers.append(answer)
    return tuple(answers), tuple(broken)
