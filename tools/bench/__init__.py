"""What `make bench` runs: the product beside a bare chain of the same hops: speed and cost."""
