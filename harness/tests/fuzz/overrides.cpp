// SPDX-License-Identifier: Apache-2.0
// Three -D KEY=VALUE over a study that is right.
#include "pieces.hpp"
#include "read_made_study.hpp"
#include "targets.hpp"

namespace assay::fuzz {

void overrides(std::string_view text) {
  read_made_study(
      "study: s\nprogram: [./a, '{ranks}']\nscaling: strong\nranks: [1, 2]\n"
      "launches: {min: 3, max: 5}\nmetrics: {time: {match: 't=(.*)', unit: s}}\n",
      pieces_of(text, 3));
}

}  // namespace assay::fuzz
