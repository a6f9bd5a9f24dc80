// SPDX-License-Identifier: Apache-2.0
// Options that the analysis reads as they stand.
#pragma once

#include <CLI/CLI.hpp>
#include <span>
#include <string>
#include <vector>

namespace assay {

/// An option that has a value and may come again.
struct PassedOption {
  char const* name;
  char const* help;
};

/// The values of each option.
using PassedValues = std::vector<std::vector<std::string>>;

/// Adds the options to a command, which fills `values`.
void add_passed(CLI::App& command, std::span<PassedOption const> options,
                PassedValues& values);

/// Puts the options that were given behind `words`.
void pass(std::span<PassedOption const> options, PassedValues const& values,
          std::vector<std::string>& words);

}  // namespace assay
