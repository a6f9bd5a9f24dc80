// SPDX-License-Identifier: Apache-2.0
// Collects the comparators as their files register them.
#include "comparator.hpp"

#include <algorithm>
#include <stdexcept>
#include <tuple>
#include <utility>

namespace assay {
namespace {

// A local static, as that of the kernels (registry.cpp).
std::vector<Comparator>& all_comparators() {
  static std::vector<Comparator> comparators;
  return comparators;
}

bool comparator_comes_before(Comparator const& a, Comparator const& b) {
  return std::tie(a.kernel, a.name) < std::tie(b.kernel, b.name);
}

}  // namespace

RegisterComparator::RegisterComparator(Comparator comparator) {
  auto& comparators = all_comparators();
  auto const place = std::lower_bound(comparators.begin(), comparators.end(),
                                      comparator, comparator_comes_before);
  if (place != comparators.end() && !comparator_comes_before(comparator, *place)) {
    throw std::logic_error("two comparators of '" + comparator.kernel +
                           "' are named '" + comparator.name + "'");
  }
  comparators.insert(place, std::move(comparator));
}

std::vector<Comparator> const& registered_comparators() { return all_comparators(); }

std::vector<Comparator> comparators_of(std::string const& kernel) {
  auto found = all_comparators();
  std::erase_if(
      found, [&](Comparator const& comparator) { return comparator.kernel != kernel; });
  return found;
}

bool applies(Comparator const& comparator, ParameterValues const& parameters) {
  return comparator.applies == nullptr || comparator.applies(parameters);
}

std::vector<Comparator> ceilings_of(std::string const& kernel,
                                    ParameterValues const& parameters) {
  auto found = comparators_of(kernel);
  std::erase_if(found, [&](Comparator const& comparator) {
    return comparator.role != Role::ceiling || !applies(comparator, parameters);
  });
  return found;
}

}  // namespace assay
