"""The AWS edge: what turns plain functions into handlers."""
