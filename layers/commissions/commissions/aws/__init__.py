"""AWS as the layer meets it: clients, bus, secrets, telemetry, the cache and the claim check."""
