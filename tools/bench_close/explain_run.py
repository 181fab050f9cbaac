"""`python -m tools.bench_close.explain_run FOLDER`: how long it takes to explain one award.

Awards by chance of the third level, each from the files of a stored run. Members with more than a
hundred thousand below are shown a sum by leg first, and are left out.
"""

import json
import sys
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import numpy as np

from commissions.application.close.stored_run import read_run
from commissions.warehouse.parquet import connection
from tools.bench_close.replay import Replay

AWARDS, LEVEL, LARGEST = 100, 3, 100_000
CHOSEN = """
select awards.place from '{awards}' awards join '{members}' members using (place)
where bonus = 0 and level = {level} and size <= {largest} order by place
"""


def measured(folder: Path) -> dict[str, Any]:
    run = read_run(folder)
    with connection() as database:
        asked = CHOSEN.format(awards=run.awards, members=run.members, level=LEVEL, largest=LARGEST)
        places = database.execute(asked).fetchnumpy()["place"]
        database.execute("set parquet_metadata_cache = true")
        chosen = np.random.default_rng(7).choice(places, min(AWARDS, len(places)), replace=False)
        replay = Replay(run, database, "levels")
        took = [_milliseconds(replay, int(place)) for place in chosen]
    return {
        "explain_ms": median(took),
        "explain_p95_ms": quantiles(took, n=20)[-1],
        "explain_max_ms": max(took),
    }


def _milliseconds(replay: Replay, place: int) -> float:
    started = time.perf_counter()
    replay.explained(place, LEVEL)
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(Path(sys.argv[1]))) + "\n")
