"""Columns in files: what was recorded, by the day it was, and what a close reads and leaves.

`schema` has the tables; `parts` their files in the bucket, and `manifests` which of them count.
"""
