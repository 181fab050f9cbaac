"""The ledger into the warehouse: windows of what was recorded, each exported once."""
