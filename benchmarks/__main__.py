"""Print how fast the core is beside scikit-learn, and keep it as results.md and growth.svg."""

from __future__ import annotations

import platform
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from threadpoolctl import threadpool_limits

from benchmarks import chart, choose, measure
from core import gmm

FOLDER = Path(__file__).parent
HEADER = """# How fast the core is

Written by `make bench`. CPU time per iteration (for sweeps and grids: of the whole), one thread,
both in the same process in turns, medians. Ours is recorded: every step is kept.

| what | scikit-learn | ours | times faster | wanted |
| --- | --: | --: | --: | --: |
"""


def table() -> Iterator[measure.Duel]:
    """Measure all rows, one after the other."""
    for n, wanted in (500, 5.0), (10_000, 12.0), (100_000, 15.0), (1_000_000, 15.0):
        yield measure.em(n, wanted=wanted)
    for kind in gmm.COVARIANCE_TYPES[1:]:
        yield measure.em(100_000, kind=kind, wanted=13.0)
    yield measure.em(100_000, d=16, k=10, wanted=2.5)
    for n, wanted in (10_000, 1.2), (100_000, 0.95), (1_000_000, 0.95):
        yield measure.lloyd(n, wanted=wanted)
    for n, wanted in (500, 4.0), (5_000, 6.0):
        yield measure.sweep(n, wanted)
    yield measure.fields(10.0)
    for n, wanted in (500, 3.8), (5_000, 4.5):
        yield choose.criteria(n, wanted)
    yield choose.draws(19.0)
    yield choose.bootstrap(40.0)
    yield choose.resamples(3.2)


def duration(seconds: float) -> str:
    """Three digits in the unit that suits."""
    for unit, size in ("s", 1.0), ("ms", 1e-3):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-6:.3g} µs"


def row(duel: measure.Duel) -> str:
    """One line of the table."""
    return (
        f"| {duel.name} | {duration(duel.theirs)} | {duration(duel.ours)} "
        f"| {duel.ratio:.2f} | {duel.wanted:g} |"
    )


def growth() -> str:
    """How time grows with the points and with the components, as SVG."""

    def panel(title: str, name: str, places: list[int], **fixed: int) -> chart.Panel:
        lines: dict[str, list[float]] = {line: [] for line in chart.STYLES}
        for place in places:
            for label, rivals in ("EM", measure.em), ("k-means", measure.lloyd):
                duel = rivals(**{name: place}, **fixed, seconds=0.5)
                lines[f"{label}, scikit-learn"].append(1e3 * duel.theirs)
                lines[f"{label}, ours"].append(1e3 * duel.ours)
        return chart.Panel(title, places, lines)

    points = [100, 1_000, 10_000, 100_000, 1_000_000]
    return chart.draw(
        [
            panel("one iteration, k=5, d=2, by points", "n", points),
            panel("one iteration, n=10,000, d=2, by k", "k", [2, 4, 8, 16, 32, 64], n=10_000),
        ]
    )


def memory() -> str:
    """Peak of a recorded fit of a million points above its data."""
    x = measure.blobs(1_000_000)
    tracemalloc.start()
    gmm.fit(x, 5, max_iter=10)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return f"Memory of a recorded fit of 1,000,000 x 2 points, k=5: {peak / 1e6:.0f} MB at most."


def importing() -> str:
    """CPU time that importing the engine adds to starting Python."""
    code = "import time; t = time.process_time(); import core.gmm; print(time.process_time() - t)"
    times = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
        for _ in range(5)
    ]
    return f"Importing `core.gmm` and `core.kmeans`: {sorted(times)[2]:.2f} s of CPU."


def machine() -> str:
    """What it was measured on; no names of hosts."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    models = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    versions = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scikit-learn", "scipy"))
    processor = models[0] if models else platform.machine()
    return f"{processor}, {platform.system()}, Python {platform.python_version()}, {versions}."


def main() -> None:
    """Measure, print, write."""
    with threadpool_limits(1):
        print(HEADER, end="", flush=True)
        rows = []
        for duel in table():
            rows.append(row(duel))
            print(rows[-1], flush=True)
        notes = "\n\n".join([memory(), importing(), machine()])
        print(f"\n{notes}")
        (FOLDER / "growth.svg").write_text(growth())
    picture = "![CPU time per iteration against points and components](growth.svg)"
    text = HEADER + "\n".join(rows) + f"\n\n{notes}\n\n{picture}\n"
    (FOLDER / "results.md").write_text(text)


if __name__ == "__main__":
    main()
