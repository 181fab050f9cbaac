"""The close of a period: frozen, checked, computed, looked at by two people, and posted.

Each step can be cut off and done again; none does anything twice. docs/close.md tells the way.
"""
