"""The bare chain: the product's hops with nothing in them but the calls that nobody can avoid."""
