"""Where our calls may go: to public addresses over TLS, and to what the company named itself."""
