# SPDX-License-Identifier: Apache-2.0
"""Threads of one process: they do not get faster.

Python runs its bytecode under one lock, the global interpreter lock: of all threads
only the one that holds it computes, the others wait for it. Threads help where the time
goes into waiting (files, networks) or into libraries that release the lock, as NumPy
does.
"""

from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

from darts import arguments, report, shares, throw

samples, workers, seed = arguments()
start = perf_counter()
mine, *others = zip(shares(samples, workers), [seed] * workers, range(workers))
with ThreadPoolExecutor() as pool:
    tasks = [pool.submit(throw, *task) for task in others]
    hits = [throw(*mine)]  # this thread is one of the workers
    hits += [task.result() for task in tasks]
report(samples, hits, start)
