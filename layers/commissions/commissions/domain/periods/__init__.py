"""The periods of a stack's plans: how far the close of each has come, and which are frozen."""
