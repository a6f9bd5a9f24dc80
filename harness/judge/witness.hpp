// SPDX-License-Identifier: Apache-2.0
// What the witness in a user's program saw of its processes, decoded once.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "common/json.hpp"

namespace assay {

/// The MPI of one process.
struct WitnessedMpi {
  int rank = -1;  ///< -1 where it is not known
  int size = -1;
  std::string family;   ///< "Open MPI", "MPICH", ...; empty where it is not known
  std::string library;  ///< path of the file
  std::string version;  ///< by which the library names itself
  std::optional<int> aborted_with;
  bool has_spawned = false;    ///< processes beside the world
  bool left_its_world = true;  ///< called MPI_Finalize, or is of sessions
};

/// CPUs that threads were allowed to use.
struct WitnessedCpus {
  std::set<int> cpus;
  std::string list;  ///< as Linux writes them
};

/// One thread of a process, but for those that MPI started for itself.
struct WitnessedThread {
  /// At the end; threads of a launch that were allowed the same have them in common.
  std::shared_ptr<WitnessedCpus const> allowed;  ///< never null
  double cpu_s = 0;
};

/// A part of the program, which it told apart by MPI_Pcontrol.
struct WitnessedPhase {
  int level = 0;  ///< the argument by which it began
  double count = 0;
  double time_s = 0;
  double mpi_s = 0;  ///< of these, in MPI
};

/// The parallel regions of OpenMP of one process.
struct WitnessedRegions {
  std::string runtime;       ///< by which they were seen: "GOMP" or "OMPT"
  double time_s = 0;         ///< as the thread saw that began them
  double threads_s = 0;      ///< that its threads were in them, without their barriers
  double threads_mpi_s = 0;  ///< of these, in MPI
  double mpi_s = 0;          ///< of these, of the thread whose time in MPI counts
};

/// A kernel of Kokkos in one process.
struct WitnessedKernel {
  std::string name;
  std::string pattern;  ///< "for", "reduce" or "scan"
  std::string space;    ///< where it ran: "Serial", "OpenMP", "Cuda", ...
  double count = 0;
  double time_s = 0;
};

/// What the driver said of one process.
struct WitnessedGpus {
  std::string driver;  ///< the file by which it was on GPUs; empty without one
  std::vector<std::string> names;  ///< that the process is on; empty too if not known
};

/// One process: the first of a rank, or one below it that called MPI.
// The move of a json is sound. NOLINTNEXTLINE(bugprone-exception-escape)
struct WitnessedProcess {
  std::string host;
  std::string top;  ///< names the first process of its rank
  std::string executable;
  std::optional<int> launcher_rank;  ///< as the launcher's variables say
  std::optional<WitnessedMpi> mpi;   ///< none where it called no MPI
  std::vector<WitnessedThread> threads;
  int openmp_threads = 0;  ///< of its largest parallel region; 0 without one
  double cpu_s = 0;
  double children_cpu_s = 0;
  std::optional<double> peak_memory_bytes;
  std::optional<double> energy_j{};  ///< of its whole node, while it was there
  std::string energy_fault{};        ///< why that is not known, where it was asked for
  /// Those that it was told in the end to use; none where nothing told it.
  std::optional<std::vector<std::string>> devices{};
  std::optional<WitnessedGpus> gpus{};  ///< none where it was not asked for
  std::vector<WitnessedPhase> phases{};
  std::optional<WitnessedRegions> regions{};  ///< none without a parallel region
  std::vector<WitnessedKernel> kernels{};
  double mpi_s = 0;                  ///< of its main thread, in calls of MPI
  std::optional<double> lifetime_s;  ///< from its start to its record
  Json whole;                        ///< for the record: nothing is decided by it
};

/// The files that the witness left, decoded; `problem` where one of them is not what it
/// should be.
struct Witnessed {
  std::vector<WitnessedProcess> processes;  ///< by rank
  std::string problem;
  std::string executable_sha256;  ///< of what rank 0 executed; empty: not known here
};

/// Decodes the texts of the files of one launch. Refused is a text that is malformed or
/// of another attempt than `nonce`.
Witnessed read_witness(std::span<std::string const> texts, std::string const& nonce);

/// Of each rank the process that is the program: the one that called MPI, else the
/// first. They point into `witnessed`.
std::vector<WitnessedProcess const*> ranks_of(Witnessed const& witnessed);
std::vector<WitnessedProcess const*> ranks_of(Witnessed&&) = delete;

/// What an MPI calls itself, for people: its version without what follows a comma.
std::string name_of(WitnessedMpi const& mpi);

/// Whether a part of its work was of processes that it started, which nothing is seen
/// of.
bool works_in_children(WitnessedProcess const& process);

/// Whether a thread did anything at all: it had a millisecond of CPU time.
bool did_anything(WitnessedThread const& thread);

/// The threads of a process that were at work: they had a fifth of the CPU time of the
/// busiest, and 5 ms. Others wait, write a log, or never ran: they need no core of
/// their own. They point into `process`.
std::vector<WitnessedThread const*> threads_that_worked(
    WitnessedProcess const& process);

/// How many, at least one.
int threads_at_work(WitnessedProcess const& process);

/// CPUs that these threads were allowed to use in the end.
std::set<int> cpus_at_work(WitnessedProcess const& process);

/// CPUs that the `count` busiest threads were allowed to use in the end, of those that
/// did anything: in a short program a team's thread has far less time than the one that
/// starts MPI.
std::set<int> cpus_of_busiest(WitnessedProcess const& process, int count);

/// What a record keeps of it: the MPI, and of each rank one value a column.
Json to_json(Witnessed const& witnessed);

}  // namespace assay
