# SPDX-License-Identifier: Apache-2.0
"""The last rank comes 0.3 s late to a barrier: the others wait for it in MPI."""

import time

from mpi4py import MPI

world = MPI.COMM_WORLD
world.Barrier()
if world.rank == world.size - 1:
    time.sleep(0.3)
world.Barrier()
