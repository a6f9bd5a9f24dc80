// SPDX-License-Identifier: Apache-2.0
// The kernels there are, as the worker described them when it was built (kernels.json).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "common/memory.hpp"
#include "common/parameter.hpp"

namespace assay {

/// A kernel as the harness knows it: all of Kernel but its functions.
struct KernelEntry {
  std::string name, summary, stresses, check;
  double nominal_samples_per_second = 0;
  std::vector<Parameter> parameters;
  std::vector<MemoryTerm> memory;
};

using Catalogue = std::vector<KernelEntry>;

/// Reads `kernels.json`; throws std::runtime_error with the path and the cure.
Catalogue read_catalogue(std::filesystem::path const& file);

/// The entry of that name, or nullptr.
KernelEntry const* find_kernel(Catalogue const& catalogue, std::string const& name);

}  // namespace assay
