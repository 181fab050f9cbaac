"""The steps of an order on its way to the ledger, and letting go on what had to wait."""
