"""What a downline snapshot takes to be made, kept and read."""
