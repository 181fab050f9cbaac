"""A store's connection as people set it up: its webhooks, its access, its secrets."""
