"""What people decide about work that waits, has to be done again, or is owed by law."""
