"""Builds the template with the real `sam build`, unless nothing changed since the last time."""

import fcntl
import hashlib
import os
import platform
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tools import stack

SAM = stack.LOCAL / "sam/bin/sam"
BUILT = stack.LOCAL / "build"
LOG = stack.LOCAL / "build.log"
STAMP = stack.LOCAL / "build.made-of"
SOURCES = ("template.yaml", "functions", "layers", ".python-version")


class NotBuilt(RuntimeError):
    """`sam build` failed; the text has the end of what it said."""


def build() -> Path:
    """The built template, made now if need be."""
    made_of = fingerprint(stack.ROOT)
    template = BUILT / "template.yaml"
    with _one_at_a_time():
        if not (template.exists() and STAMP.exists() and STAMP.read_text() == made_of):
            STAMP.unlink(missing_ok=True)
            _sam_build()
            STAMP.write_text(made_of)
    return template


def is_needed() -> bool:
    return not (STAMP.exists() and STAMP.read_text() == fingerprint(stack.ROOT))


def fingerprint(root: Path) -> str:
    """A hash of all that goes into a build."""
    digest = hashlib.sha256(" ".join(_layer_platform()).encode())
    for file in _files(root):
        digest.update(f"\0{file.relative_to(root)}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _files(root: Path) -> list[Path]:
    found = [root / name for name in SOURCES if (root / name).is_file()]
    for name in SOURCES:
        found += (path for path in (root / name).rglob("*") if path.is_file())
    return sorted(path for path in found if "__pycache__" not in path.parts)


def _sam_build() -> None:
    command = [str(SAM), "build", "--cached", "--cache-dir", str(stack.LOCAL / "cache")]
    command += ["--build-dir", str(BUILT)]
    done = subprocess.run(
        command, cwd=stack.ROOT, env=_surroundings(), capture_output=True, text=True, check=False
    )
    LOG.write_text(done.stdout + done.stderr)
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-20:])
        raise NotBuilt(
            f"sam build failed (all it said is in {LOG.relative_to(stack.ROOT)}):\n{said}"
        )


def _surroundings() -> dict[str, str]:
    # SAM wants a real python3.13 first on the path, and the layer's Makefile wants uv.
    first = [stack.ROOT / ".venv/bin", stack.LOCAL / "uv/bin"]
    path = os.pathsep.join([*map(str, first), os.environ.get("PATH", os.defpath)])
    return os.environ | _layer_platform() | {"PATH": path, "SAM_CLI_TELEMETRY": "0"}


def _layer_platform() -> dict[str, str]:
    """Where Lambda's own platform is not this machine's, the layer is built for this machine."""
    is_lambdas = platform.system() == "Linux" and platform.machine() == "x86_64"
    return {} if is_lambdas else {"LAYER_PLATFORM": "native"}


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    stack.LOCAL.mkdir(exist_ok=True)
    with (stack.LOCAL / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    # Told to end, it takes `sam build` with it. That it failed is for whoever wants it to say.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with suppress(NotBuilt):
        build()
