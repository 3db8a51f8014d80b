"""Runs the benchmarks: every module of this folder that has a `bench()`, which yields lines as it goes."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import tests.bench


def main(wanted: list[str]) -> int:
    """Run those named, or all; an unknown name is an error."""
    known = sorted(m.name for m in pkgutil.iter_modules(tests.bench.__path__) if not m.name.startswith("_"))
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    for name in wanted or known:
        print(f"== {name}", flush=True)
        for line in importlib.import_module(f"tests.bench.{name}").bench():
            print(f"  {line}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
