"""What only proves that a store works: stores and members of certification, and no business."""

CERTIFICATION = "cert-"
"""How the ids of such stores and members begin."""


def is_certified(name: str) -> bool:
    """Whether a store or a member is one of certification."""
    return name.startswith(CERTIFICATION)
