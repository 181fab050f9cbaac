"""People: who stands above whom, who they are to the company, and what they may ask by law."""
