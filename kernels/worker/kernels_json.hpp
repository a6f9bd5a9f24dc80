// SPDX-License-Identifier: Apache-2.0
// The registered kernels as the JSON text that the harness reads (kernels.json).
#pragma once

#include <string>
#include <vector>

#include "contract/kernel.hpp"

namespace assay {

/// All of each kernel but its functions. Ends with a newline.
std::string kernels_json(std::vector<Kernel> const& kernels);

}  // namespace assay
