"""Where an estimate lies, under its period."""

FOLDER, MANIFEST, RESULTS = "estimate", "estimate.json", "results"
