"""The close of a period: what only a whole period decides."""
