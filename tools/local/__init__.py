"""The whole stack on this machine: build, start the engine, deploy the same template to it."""
