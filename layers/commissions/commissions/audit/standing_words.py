"""What people said of whose an order is, and nobody took back."""

from collections.abc import Mapping

from commissions.domain.people.attribution_override import AttributionOverride


def standing_words(overrides: Mapping[str, AttributionOverride]) -> list[AttributionOverride]:
    """By id, all that was said of the order itself; the last one counts."""
    standing = {name: word for name, word in overrides.items() if word.scope != "later"}
    for word in overrides.values():
        standing.pop(word.override_id if word.takes_back else "", None)
        standing.pop(word.takes_back, None)
    return [standing[name] for _, name in sorted((standing[it].decided_at, it) for it in standing)]
