"""How much computing each function's import takes, in a new process with what Lambda would have."""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from tools.bench.chains import Chain
from tools.local import template

TIMES = 5
# Nothing of this environment is seen but the layers; and as on Lambda no bytecode can be kept.
FLAGS = ("-B", "-S", "-c")
PROGRAM = """
import time
began = time.process_time()
import {module}
print((time.process_time() - began) * 1000)
"""


def import_ms(chain: Chain) -> dict[str, int]:
    """CPU milliseconds of each function of the chain's template, the middle of some."""
    layers = _of_type(chain.built, "AWS::Serverless::LayerVersion", "ContentUri")
    paths = [str((chain.built.parent / folder).resolve() / "python") for folder in layers.values()]
    functions = _of_type(chain.built, "AWS::Serverless::Function", "Handler")
    took = [{name: _took(chain, name, paths) for name in functions} for _ in range(TIMES)]
    return {name: round(median(each[name] for each in took)) for name in functions}


def _of_type(built: Path, kind: str, what: str) -> dict[str, str]:
    resources = template.read(built.read_text())["Resources"]
    return {
        name: resource["Properties"][what]
        for name, resource in resources.items()
        if resource["Type"] == kind
    }


def _took(chain: Chain, function: str, paths: list[str]) -> float:
    part = chain.part(function)
    seen = chain.environment([function]) | {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": os.pathsep.join(paths),
    }
    command = [sys.executable, *FLAGS, PROGRAM.format(module=part.module)]
    done = subprocess.run(
        command, cwd=part.folder, env=seen, capture_output=True, text=True, check=True
    )
    return float(done.stdout)
