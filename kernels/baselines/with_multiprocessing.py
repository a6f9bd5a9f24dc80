# SPDX-License-Identifier: Apache-2.0
"""Processes of one machine: each has an interpreter, and so a lock, of its own.

Nothing is shared. Arguments and results are copied from one process to another, which
costs little here: a worker gets three numbers and gives one back.
"""

from multiprocessing import Pool
from time import perf_counter

from darts import arguments, report, shares, throw

if __name__ == "__main__":  # a started worker may read this file again
    samples, workers, seed = arguments()
    start = perf_counter()
    tasks = zip(shares(samples, workers), [seed] * workers, range(workers))
    with Pool(workers) as pool:
        hits = pool.starmap(throw, tasks, chunksize=1)
    report(samples, hits, start)
