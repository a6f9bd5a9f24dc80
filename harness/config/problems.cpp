// SPDX-License-Identifier: Apache-2.0
// Collects what is wrong with a file, so that all of it is told at once.
#include "problems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace assay {
namespace {

constexpr std::size_t shown_at_most = 100;

bool before(Position a, Position b) {
  return std::tie(a.source, a.line, a.column) < std::tie(b.source, b.line, b.column);
}

}  // namespace

Problems::Problems(std::string file) : file_(std::move(file)) {}

void Problems::add(Position at, std::string message) {
  diagnostics_.push_back({file_, at, std::move(message)});
}

void Problems::warn(Position at, std::string message) {
  warnings_.push_back({file_, at, std::move(message), Severity::warning});
}

void Problems::drop_from(Position at) {
  std::erase_if(diagnostics_, [&](auto const& one) { return !before(one.at, at); });
}

void Problems::throw_if_any(std::vector<std::string> const& texts) {
  if (none()) return;
  std::stable_sort(diagnostics_.begin(), diagnostics_.end(),
                   [](auto const& a, auto const& b) { return before(a.at, b.at); });
  std::size_t const all = count();
  if (all > shown_at_most) {
    diagnostics_.resize(shown_at_most);
    add({}, fmt::format("{} more errors are not shown. Correct these first.",
                        all - shown_at_most));
  }
  throw ConfigError(diagnostics_, texts);
}

}  // namespace assay
