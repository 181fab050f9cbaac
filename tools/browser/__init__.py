"""A real browser at the pages: for their tests, for pictures of them, for figures."""
