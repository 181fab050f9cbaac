"""The ledger: facts, what should stand by them, and the journals that take it there."""
