# SPDX-License-Identifier: Apache-2.0
"""One process, one thread: what every other model is compared with."""

from time import perf_counter

from darts import arguments, report, throw

samples, workers, seed = arguments()
start = perf_counter()
report(samples, [throw(samples, seed, worker=0)], start)
