#!/bin/sh
# Finds a Python that answers, and lets it make the environments named: tools/setup.sh run engine sam
# (A pyenv shim may be on the path and still answer "command not found", so each one is asked.)
cd "$(dirname "$0")/.." || exit 1

answers() {
    command -v "$1" >/dev/null 2>&1 && "$1" -c 'import sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null
}

if answers .venv/bin/python && .venv/bin/python -m tools.bootstrap --check "$@"; then
    exit 0
fi
for python in python3.13 python3 python3.14 python3.12 python3.11 python3.10 python3.9 /usr/bin/python3 python; do
    if answers "$python"; then
        exec "$python" -m tools.bootstrap "$@"
    fi
done
echo "setup     No Python was found: install Python 3.13 and run the same command again." >&2
exit 1
