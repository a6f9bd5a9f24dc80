# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What your site needs before anything is built or run: edit here, nowhere else.
#
# With modules:
#   module purge
#   module load gcc openmpi cmake kokkos
# With Spack:
#   . "$HOME/spack/share/spack/setup-env.sh"
#   spack load openmpi kokkos+openmp yaml-cpp cli11 nlohmann-json fmt hwloc random123
