"""Orders as every platform is translated into: snapshots, refunds, hints, and what waits."""
