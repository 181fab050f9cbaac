"""What people do: who they are, which of it needs a second person, and the log that keeps it."""
