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
  std::string backend = "openmp";
  int ranks_per_gpu = 1;  ///< that may share a device; of backends with devices
  std::string launcher = "mpiexec";
  std::shared_ptr<Launcher const> own_launcher;  ///< none for one of ours
  std::shared_ptr<CommandPrefix const> wrap;     ///< between launcher and program
  std::uint64_t seed = 0;
  int repetitions = 7;
  int ceiling_repetitions = 0;
  ParameterValues parameters;
  std::map<std::string, std::string> env;
  std::vector<Scaling> series;  ///< the curves it belongs to; no part of its identity

  int ranks_per_node() const { return ranks / nodes; }
  int cores() const { return ranks * threads; }
  bool on_device() const { return needs_device(backend); }
};

}  // namespace assay
