"""Keeping in step with the stores: connected, polled, crawled, asked; what they answer, applied."""
