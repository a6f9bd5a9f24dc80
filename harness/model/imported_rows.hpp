// SPDX-License-Identifier: Apache-2.0
// Numbers that others measured, beside what a study measures.
#pragma once

#include <string>
#include <vector>

#include "text/diagnostic.hpp"

namespace assay {

enum class Scaling;

/// Rows of files: the base of all curves that are measured, or curves of their own.
struct ImportedRows {
  std::vector<std::string> files;    ///< as written, from the study file
  std::vector<std::string> options;  ///< those of `assay import` that say what is what
  std::string name;                  ///< empty: that of the first file
  bool is_base = false;
  std::vector<Scaling> series;
  Position at;
  /// What the analysis read, as JSON; empty in a study that was only read itself.
  std::string found{};
};

}  // namespace assay
