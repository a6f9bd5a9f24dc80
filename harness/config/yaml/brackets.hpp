// SPDX-License-Identifier: Apache-2.0
// Finds the bracket that a YAML text opens and never closes, or closes and never
// opened.
#pragma once

#include <optional>
#include <string>

#include "text/source_text.hpp"

namespace assay {

struct BracketFault {
  Position at;
  std::string message;
};

/// The first bracket that closes nothing or the wrong one, else the last that stays
/// open; nothing where they all pair up. Quoted texts and comments count for nothing.
std::optional<BracketFault> find_bracket_fault(SourceText const& source);

}  // namespace assay
