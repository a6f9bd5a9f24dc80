# SPDX-License-Identifier: Apache-2.0
"""dask: a graph of tasks, drawn first and computed when the result is asked for.

`delayed` does not call, it notes the call. `compute` walks the graph with processes, as
many as there are workers: with threads the interpreter lock would serialise them.
"""

from time import perf_counter

from darts import arguments, missing, report, shares, throw

try:
    import dask
except ModuleNotFoundError:
    missing("dask")

if __name__ == "__main__":
    samples, workers, seed = arguments()
    start = perf_counter()
    tasks = [
        dask.delayed(throw)(darts, seed, worker)
        for worker, darts in enumerate(shares(samples, workers))
    ]
    hits = dask.compute(*tasks, scheduler="processes", num_workers=workers)
    report(samples, list(hits), start)
