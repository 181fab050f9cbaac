"""Reconciliation: an account of its own of what must be, and a comparison with what is.

Pure, and without any of the rules that it checks: those of the fold, of the plans, of the refunds.
"""
