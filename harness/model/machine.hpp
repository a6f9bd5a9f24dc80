// SPDX-License-Identifier: Apache-2.0
// The machine, or the allocation, that a study has to fit.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace assay {

/// What the srun of this installation can do.
struct Srun {
  std::string mpi;  ///< the value of --mpi=; empty for the site's own default
  std::string mpi_of_mpich{};  ///< the same for ranks of MPICH and Intel MPI
};

/// What every node of it offers; nodes are taken to be alike.
struct Machine {
  std::string host;
  std::string cpu_model;
  int nodes = 1;
  int cores_per_node = 1;    ///< physical cores we may use: affinity and cgroup quota
  int threads_per_core = 1;  ///< hardware threads
  std::uint64_t memory_bytes = 0;
  std::string scheduler;                ///< of the job that is named, live or not
  std::string job_id;                   ///< of the live job we run in, or empty
  std::vector<std::string> node_names;  ///< of the job or the hosts, where known
  bool is_reached_by_ssh = false;       ///< its nodes are the hosts of a study
  bool has_mpiexec =
      true;  ///< by ASSAY_MPIEXEC, on PATH, of the build, or of the programs
  std::optional<Srun> srun;          ///< inside a live job, where srun is on the PATH
  std::optional<double> job_left_s;  ///< until the job's time limit, when observed
  std::string stale_job;  ///< "SLURM_JOB_ID=7", which names no running job, or empty

  int least_nodes = 1;         ///< of a job, by its partition
  std::string limit_of_nodes;  ///< what allows no more of them, where that is known
  std::string limit_of_cores;  ///< what withholds other cores of the node, likewise

  int cores() const { return nodes * cores_per_node; }
};

}  // namespace assay
