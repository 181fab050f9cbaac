"""Whose sale an order is."""
