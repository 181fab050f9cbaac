"""For people and machines at a desk; never deployed."""
