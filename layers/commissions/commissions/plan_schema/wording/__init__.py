"""A plan, and what changes from one to another, in words for the people whose pay it is."""
