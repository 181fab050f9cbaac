"""What people ask, answered as typed values; how an answer is worded is not said here."""
