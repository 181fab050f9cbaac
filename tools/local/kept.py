"""What an engine wrote down when it ended, made fit to be started again."""

import json
from pathlib import Path


def reread_streams(state: Path) -> None:
    """Has each function read its tables' streams from their beginning, which is now: the engine
    (1.5.33) writes down how far each had come, but not the streams, and would hand over nothing
    until as many records had come again."""
    written = state / "lambda.json"
    if not written.exists():
        return
    functions = json.loads(written.read_text())
    if functions["payload"].pop("dynamodb_stream_positions", None):
        written.write_text(json.dumps(functions))
