"""Stores to talk to: four platforms' APIs over one state, with webhooks that can go astray."""
