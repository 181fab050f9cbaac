"""Payouts: planned, agreed to by two people, reserved, sent, and settled by what came of them."""
