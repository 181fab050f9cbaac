"""The Lambda edge: what turns plain functions into handlers."""
