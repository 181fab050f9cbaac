"""Evidence: what a commission, a period or a batch was made of, packed so that it proves itself."""
