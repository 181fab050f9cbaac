"""Payouts: what is payable to whom and why, batches of it, and the journals that move it."""
