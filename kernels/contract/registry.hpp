// SPDX-License-Identifier: Apache-2.0
// The kernels this program was linked with.
#pragma once

#include <string>
#include <vector>

#include "kernel.hpp"

namespace assay {

/// Every registered kernel, ordered by name. Complete once main has begun.
std::vector<Kernel> const& registered_kernels();

/// The kernel of that name; throws std::runtime_error naming those there are.
Kernel const& kernel_named(std::string const& name);

}  // namespace assay
