"""What a company would pay by a plan: facts as a document in, awards with their reasons out.

The rules of the ledger and of the close, in memory; nothing is written. Only `past_orders` and
`past_people` read a stack's tables, to make such a document of its own orders.
"""
