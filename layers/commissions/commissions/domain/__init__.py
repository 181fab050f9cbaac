"""The rules of the business, pure: no clock, no environment, no network."""
