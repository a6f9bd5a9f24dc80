# SPDX-License-Identifier: Apache-2.0
"""One thread, but whole arrays at a time: the loop runs in compiled code.

The interpreter is asked once for 65536 darts instead of once for each, which is worth
more than many cores of pure Python.
"""

from time import perf_counter

from darts import arguments, report
from numpy_darts import throw_many

samples, workers, seed = arguments()
start = perf_counter()
report(samples, [throw_many(samples, seed, worker=0)], start)
