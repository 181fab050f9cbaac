"""Everybody's team at a glance: who stands below, and what they sold in a month.

A snapshot is made of the tree and of the items of members' months, at most once a minute and only
where somebody looks; it is what is shown, and decides nothing. `docs/pages.md` tells how.
"""
