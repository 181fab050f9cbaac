"""The pages of each family: which there are, for whom, and what they answer."""
