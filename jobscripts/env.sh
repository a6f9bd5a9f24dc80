# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What your site needs before anything is built or run: edit here, nowhere else. The
# jobscripts read it; in a login shell: . jobscripts/env.sh
#
# With modules (module avail says which there are):
#   module purge
#   module load gcc/12 openmpi/4.1 cmake python
# With Spack:
#   . "$HOME/spack/share/spack/setup-env.sh"
#   spack load openmpi kokkos+openmp yaml-cpp cli11 nlohmann-json fmt hwloc random123
# With EasyBuild's stages (JSC):
#   module load Stages/2024 GCC OpenMPI CMake Python
# Open MPI over InfiniBand by UCX, where it does not choose it by itself:
#   export OMPI_MCA_pml=ucx UCX_NET_DEVICES=mlx5_0:1
# Compute nodes without a way to the internet: build once on the login node, by ./assay check.
#   export ASSAY_NO_INSTALL=1
