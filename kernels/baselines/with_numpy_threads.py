# SPDX-License-Identifier: Apache-2.0
"""Threads again, and now they scale: NumPy releases the lock while it works.

The same pool as in with_threading.py; only what its threads call is different.
"""

from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

from darts import arguments, report, shares
from numpy_darts import throw_many

samples, workers, seed = arguments()
start = perf_counter()
with ThreadPoolExecutor(workers) as pool:
    tasks = shares(samples, workers), [seed] * workers, range(workers)
    hits = list(pool.map(throw_many, *tasks))
report(samples, hits, start)
