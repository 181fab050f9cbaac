"""What looks after the work: swept, decided, done again, erased by law."""
