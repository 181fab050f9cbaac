"""Every night: store = facts = journals = statements."""
