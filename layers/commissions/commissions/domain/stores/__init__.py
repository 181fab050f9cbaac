"""Stores: how each works, when it is asked, which webhooks it has, and when it is left alone."""
