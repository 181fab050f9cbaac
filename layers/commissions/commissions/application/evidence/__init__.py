"""Gathers what a commission, a member's period or a batch was made of. It only reads."""
