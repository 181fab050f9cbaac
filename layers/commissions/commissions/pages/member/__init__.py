"""What distributors look at."""
