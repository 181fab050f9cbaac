"""What people read in a browser. Pure: a page is made of values alone, and fetches nothing."""
