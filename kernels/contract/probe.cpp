// SPDX-License-Identifier: Apache-2.0
// Collects the probes as their files register them.
#include "probe.hpp"

#include <algorithm>
#include <stdexcept>
#include <tuple>
#include <utility>

namespace assay {
namespace {

// A local static, as that of the kernels (registry.cpp).
std::vector<Probe>& all_probes() {
  static std::vector<Probe> probes;
  return probes;
}

bool probe_comes_before(Probe const& a, Probe const& b) {
  return std::tie(a.kernel, a.name) < std::tie(b.kernel, b.name);
}

}  // namespace

RegisterProbe::RegisterProbe(Probe probe) {
  auto& probes = all_probes();
  auto const place =
      std::lower_bound(probes.begin(), probes.end(), probe, probe_comes_before);
  if (place != probes.end() && !probe_comes_before(probe, *place)) {
    throw std::logic_error("two probes of '" + probe.kernel + "' are named '" +
                           probe.name + "'");
  }
  probes.insert(place, std::move(probe));
}

std::vector<Probe> const& registered_probes() { return all_probes(); }

std::vector<Probe> probes_of(std::string const& kernel) {
  auto found = all_probes();
  std::erase_if(found, [&](Probe const& probe) { return probe.kernel != kernel; });
  return found;
}

bool applies(Probe const& probe, ParameterValues const& parameters) {
  return probe.applies == nullptr || probe.applies(parameters);
}

std::vector<Probe> ceilings_of(std::string const& kernel,
                               ParameterValues const& parameters) {
  auto found = probes_of(kernel);
  std::erase_if(found, [&](Probe const& probe) {
    return probe.role != Role::ceiling || !applies(probe, parameters);
  });
  return found;
}

}  // namespace assay
