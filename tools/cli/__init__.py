"""The `commissions` command, a module a group of commands."""
