"""The close of a period: what only a whole period decides.

Everybody at once, in columns: an array a fact, sums that travel up the trees. What walks a line for
an order, written for reading, is `audit/close`; both share only facts and results.
"""
