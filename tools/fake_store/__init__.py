"""Stores to talk to: four platforms' APIs over one state, whose webhooks can go astray on a seed."""
