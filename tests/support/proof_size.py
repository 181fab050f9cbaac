"""How much of chance a test goes through."""

import os


def proof_size(daily: int, proof: int) -> int:
    """COMMISSIONS_PROOF=1 asks for the whole proof, a greater number for as many as it says: what
    takes an hour can be tried in parts."""
    asked = int(os.environ.get("COMMISSIONS_PROOF") or 0)
    if not asked:
        return daily
    return proof if asked == 1 else asked
