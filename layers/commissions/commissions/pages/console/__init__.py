"""The operator's console: what is stuck, lost or late, and what somebody does about it."""
