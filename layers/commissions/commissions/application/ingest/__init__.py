"""What comes in: accepted into the inbox, or quarantined."""
