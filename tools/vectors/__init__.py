"""Worked examples in the mlm-vector format, run through the plan engine."""
