# SPDX-License-Identifier: Apache-2.0
"""MPI: the same program on every rank, on one machine or on many.

Every rank runs all of this file and works out its own share from its number. `gather`
collects: before it, each rank knows its own hits and nothing of the others'; after it,
rank 0 holds the list of all, and every other rank gets None. So only rank 0 can print
the sum; were all to print, there would be as many answers as ranks.
"""

from time import perf_counter

from darts import arguments, missing, report, shares, throw

try:
    from mpi4py import MPI
except ModuleNotFoundError:
    missing("mpi4py")

samples, _, seed = arguments()
world = MPI.COMM_WORLD
rank, size = world.Get_rank(), world.Get_size()

world.Barrier()  # all begin together, so that rank 0 times everyone's work
start = perf_counter()
mine = throw(shares(samples, size)[rank], seed, rank)
print(f"rank {rank} before the gather: {mine} hits", flush=True)
everyones = world.gather(mine, root=0)
print(f"rank {rank} after the gather: {everyones}", flush=True)
if rank == 0:
    report(samples, everyones, start)
