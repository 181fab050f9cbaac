"""What finance looks at: what is owed, what is paid, and what proves it."""
