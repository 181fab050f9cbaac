"""Why a message to a store is refused."""

SIGNATURE, RECIPIENT = "signature", "recipient"
"""Nothing that is known proves it; or it is proven, and of another shop, for another receiver."""
REASONS = (SIGNATURE, RECIPIENT)
