"""`/api/v1`: what pages show, as JSON for programs. docs/api.md tells how it is used.

Nothing here is loaded before the API is first asked, so that no page waits for it.
"""
