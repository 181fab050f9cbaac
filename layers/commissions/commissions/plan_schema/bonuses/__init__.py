"""The bonus kinds: a module each, whose docstring is what the kind does."""
