// SPDX-License-Identifier: Apache-2.0
// The private directories of a launch, for what its MPI and its program put aside.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "os/descriptor.hpp"

namespace assay {

/// Below TMPDIR, or /tmp.
std::filesystem::path scratch_path(std::string const& nonce);

/// In shared memory.
std::filesystem::path memory_path(std::string const& nonce);

/// Made, and locked for as long as this and its process live; remove_scratch() removes
/// them.
class LaunchScratch {
 public:
  explicit LaunchScratch(std::string const& nonce);

 private:
  std::vector<Descriptor> locks_;
};

void remove_scratch(std::string const& nonce);

/// Removes all such directories of this user whose process is gone: killed together
/// with what watches over it, or between two launches.
void sweep_scratch();

}  // namespace assay
