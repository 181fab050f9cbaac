"""What pages cost: the order's way while members look at theirs, and how soon a page is painted."""
