"""What `make demo` runs: the way of orders from a store to the ledger, told on the screen."""
