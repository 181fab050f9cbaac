"""What is for sale, and what a unit of it is worth."""
