// SPDX-License-Identifier: Apache-2.0
// Names of variables of which only the head may be said, as in `SLURM_*`.
#pragma once

#include <string_view>

namespace assay {

/// Whether `name` is `pattern`, or begins with what stands before the star at its end.
inline bool is_named_by(std::string_view name, std::string_view pattern) {
  if (!pattern.ends_with('*')) return name == pattern;
  return name.starts_with(pattern.substr(0, pattern.size() - 1));
}

}  // namespace assay
