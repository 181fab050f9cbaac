"""What people do: put on record, agreed to by a second person where it takes one, done once."""
