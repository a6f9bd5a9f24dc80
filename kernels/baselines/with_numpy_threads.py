# SPDX-License-Identifier: Apache-2.0
"""Threads again, and now they scale: NumPy releases the lock while it works.

The same as with_threading.py; only what its threads call is different.
"""

from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

from darts import arguments, report, shares
from numpy_darts import throw_many

samples, workers, seed = arguments()
start = perf_counter()
mine, *others = zip(shares(samples, workers), [seed] * workers, range(workers))
with ThreadPoolExecutor() as pool:
    tasks = [pool.submit(throw_many, *task) for task in others]
    hits = [throw_many(*mine)]  # this thread is one of the workers
    hits += [task.result() for task in tasks]
report(samples, hits, start)
