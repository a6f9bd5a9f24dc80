// SPDX-License-Identifier: Apache-2.0
// One configuration that is measured.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common/parameter.hpp"
#include "study.hpp"

namespace assay {

inline bool needs_device(std::string const& backend) {
  return backend == "cuda" || backend == "hip";
}

struct Launcher;

struct Point {
  std::string kernel;                      ///< or the name of the program
  std::shared_ptr<Program const> program;  ///< none for a kernel
  std::uint64_t samples = 0;  ///< over all ranks, for strong and weak alike
  int nodes = 1;
  int ranks = 1;
  int threads = 1;
  int cores_per_rank = 0;  ///< that are reserved; 0: what its threads need
  int smt = 1;             ///< threads that share a core: one for each hardware thread
  std::string place;       ///< see placement.hpp; empty: the study does not say
  std::string backend = "openmp";
  int gpus_per_rank = 0;  ///< of a program: given to each rank; 0: none is asked for
  int ranks_per_gpu = 1;  ///< that may share a device; of backends with devices
  std::string launcher = "mpiexec";
  std::shared_ptr<Launcher const> own_launcher;  ///< none for one of ours
  std::shared_ptr<CommandPrefix const> wrap;     ///< between launcher and program
  std::uint64_t seed = 0;
  int repetitions = 7;
  int ceiling_repetitions = 0;
  ParameterValues parameters;
  std::map<std::string, std::string> env;
  std::map<std::string, std::string> derived;  ///< what `derive:` makes of the others
  /// `parameters.X` and `env.X` that are zipped with resources; no part of its
  /// identity.
  std::vector<std::string> following;
  std::vector<Scaling> series;  ///< the curves it belongs to; no part of its identity
  std::string side;             ///< `A` or `B` of a comparison in one run; else empty
  /// Of a base that is copied into the job of other points, the nodes of these; else 0.
  int job_nodes = 0;

  bool is_copy() const { return job_nodes > 0; }
  /// The node count whose job measures it, where a study is submitted.
  int nodes_of_job() const { return is_copy() ? job_nodes : nodes; }

  /// On the fullest node; the others have as many, or one less.
  int ranks_per_node() const { return (ranks + nodes - 1) / nodes; }
  bool is_uneven() const { return ranks % nodes != 0; }
  int cores_of_rank() const {
    return cores_per_rank > 0 ? cores_per_rank : (threads + smt - 1) / smt;
  }
  int cores() const { return ranks * cores_of_rank(); }
  /// Whether a worker of ours computes on a device.
  bool on_device() const { return needs_device(backend); }
  /// That compute: those of a worker, or those given to the ranks of a program.
  int devices() const {
    return on_device() ? ranks / ranks_per_gpu : ranks * gpus_per_rank;
  }
  /// Devices where it has some, else cores.
  int units() const { return devices() > 0 ? devices() : cores(); }
};

/// What says how the point is measured: the study, or of a comparison that side's.
inline Study const& side_of(Study const& study, Point const& point) {
  return study.sides.empty() ? study : *study.sides.at(point.side == "A" ? 0 : 1);
}

}  // namespace assay
