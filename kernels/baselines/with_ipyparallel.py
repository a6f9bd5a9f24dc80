# SPDX-License-Identifier: Apache-2.0
"""ipyparallel: engines that a controller hands work to, as from a notebook.

The engines are started before the clock and ended after it: in a session they live for
hours. What is timed is the work and the messages that carry it.
"""

import os
from pathlib import Path
from time import perf_counter

from darts import arguments, missing, report, shares, throw

try:
    import ipyparallel
except ModuleNotFoundError:
    missing("ipyparallel")

samples, workers, seed = arguments()
# The engines must find darts.py, and this launch must not meet another's files.
os.environ["PYTHONPATH"] = str(Path(__file__).parent)
os.environ["IPYTHONDIR"] = str(Path.cwd() / "ipython")
with ipyparallel.Cluster(n=workers, log_level=40) as engines:
    start = perf_counter()
    tasks = shares(samples, workers), [seed] * workers, range(workers)
    hits = engines[:].map_sync(throw, *tasks)
    report(samples, hits, start)
