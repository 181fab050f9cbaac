"""The close of a period once more, written for reading: a walk for every order, exact fractions.

It shares no rule with the engine that pays (`domain/close`); where both agree to the minor unit,
neither made a slip of its own. It reads a plan's document as it was published.
"""
