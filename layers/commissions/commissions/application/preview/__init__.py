"""What recorded payloads would pay, and why: the pipeline's own steps, on registers in memory."""
