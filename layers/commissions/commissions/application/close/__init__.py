"""The close of a period: what it is computed from, and what it leaves in files."""
