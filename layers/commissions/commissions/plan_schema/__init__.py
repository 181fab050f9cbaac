"""A compensation plan as data: the whole document, checked word by word before it is published.

What `earn` reads at run time is `domain/plans`, which takes a document that was checked here.
"""
