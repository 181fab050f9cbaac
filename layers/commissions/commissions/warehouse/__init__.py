"""Columns in files: what was recorded, by the day it was, and what a close reads and leaves."""
