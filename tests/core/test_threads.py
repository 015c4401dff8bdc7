"""The same seed gives the same answers, however many threads do the arithmetic."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ANSWERS = """
from sklearn.datasets import make_blobs
from core.bootstrap import bootstrap_lrt
from core.criteria import criteria
from core.lottery import draw
x = make_blobs(5_000, centers=4, random_state=3)[0]
few = x[:300]
found, test, drawn = criteria(x, (2, 4, 6)), bootstrap_lrt(few, 2, n_replicates=19), draw(few, 4)
for values in (found.bic, found.icl, test.replicates, drawn.values):
    print(*(f"{value:.9g}" for value in values.ravel()))
print(*drawn.optimum, *drawn.labels.ravel())
"""


def answers(threads: int) -> str:
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    command = [sys.executable, "-W", "error", "-c", ANSWERS]
    environment = os.environ | dict.fromkeys(names, str(threads))
    return subprocess.check_output(command, cwd=ROOT, env=environment, text=True)


def test_criteria_test_and_lottery_are_the_same_on_any_number_of_threads() -> None:
    alone = answers(1)
    assert len(alone.split()) > 300
    assert answers(3) == alone
