// SPDX-License-Identifier: Apache-2.0
// Collects the kernels as their files register them.
#include "registry.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace assay {
namespace {

// A local static: registration runs before main, in an order nobody controls.
std::vector<Kernel>& registry() {
  static std::vector<Kernel> kernels;
  return kernels;
}

bool by_name(Kernel const& a, Kernel const& b) { return a.name < b.name; }

}  // namespace

RegisterKernel::RegisterKernel(Kernel kernel) {
  auto& kernels = registry();
  auto const place = std::lower_bound(kernels.begin(), kernels.end(), kernel, by_name);
  if (place != kernels.end() && place->name == kernel.name) {
    throw std::logic_error("two kernels are named '" + kernel.name + "'");
  }
  kernels.insert(place, std::move(kernel));
}

std::vector<Kernel> const& registered_kernels() { return registry(); }

Kernel const& kernel_named(std::string const& name) {
  std::string known;
  for (Kernel const& kernel : registry()) {
    if (kernel.name == name) return kernel;
    known += (known.empty() ? "" : ", ") + kernel.name;
  }
  throw std::runtime_error("no kernel is named '" + name + "'. There are: " + known);
}

}  // namespace assay
