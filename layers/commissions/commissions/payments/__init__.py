"""Payments: how money leaves, a room for each provider behind one interface.

Files that a person hands to a bank or a provider lie in an encrypted bucket for thirty days.
"""
