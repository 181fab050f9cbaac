"""Files that companies write by hand, read strictly: all that is wrong is told at once."""
