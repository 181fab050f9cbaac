"""Whether a change was asked for by a page of ours: cookies go along whoever asks."""

from collections.abc import Mapping


def is_from_own_page(headers: Mapping[str, str], origin: str) -> bool:
    """By what the browser says of where a request comes from; `headers` by lower-case name,
    `origin` our own.

    Browsers that do not say `Sec-Fetch-Site` say `Origin`. What says neither is no browser that
    has our cookie, and is refused too.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return headers.get("origin") == origin
