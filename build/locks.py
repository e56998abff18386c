"""The locked lists of libraries: what exactly is installed, with the hash of every file, for every system."""

import shutil

from environment import DEV_LOCK, ROOT, RUN_LOCK, TaskFailed, call

_OPTIONS = [
    *("--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-annotate", "--no-header", "--no-emit-index-url", "--no-emit-find-links", "--quiet"),
]


def lock() -> int:
    """Resolve the `.in` lists anew, keeping what is locked where it still fits; return the exit code."""
    if not shutil.which("uv"):
        raise TaskFailed(
            "The lists were not locked: this needs the program uv (`pip install uv`) on the PATH."
        )
    for locked, constraint in ((RUN_LOCK, None), (DEV_LOCK, RUN_LOCK)):  # both lists hold the same versions
        wanted = ["--constraint", str(constraint)] if constraint else []
        source = str(locked.with_suffix(".in").relative_to(ROOT))
        code = call(["uv", "pip", "compile", *_OPTIONS, *wanted, source, "--output-file", locked])
        if code:
            return code
    return 0
