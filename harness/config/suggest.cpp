// SPDX-License-Identifier: Apache-2.0
// "Did you mean": the known word that is nearest to a wrong one.
#include "suggest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <numeric>

namespace assay {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      bool const equal = lower(a[i - 1]) == lower(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (equal ? 0 : 1)});
      bool const swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                           lower(a[i - 2]) == lower(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

std::optional<std::string> nearest(std::string_view word,
                                   std::vector<std::string> const& known) {
  std::optional<std::string> best;
  std::size_t least = std::numeric_limits<std::size_t>::max();
  for (auto const& candidate : known) {
    std::size_t const allowed = std::max<std::size_t>(1, candidate.size() / 3);
    if (word.size() > candidate.size() + allowed) continue;  // however long it is
    std::size_t const distance = edit_distance(word, candidate);
    if (distance > allowed || distance >= least || distance >= candidate.size())
      continue;
    least = distance;
    best = candidate;
  }
  return best;
}

std::string suggestion(std::string_view word, std::vector<std::string> const& known) {
  auto const near = nearest(word, known);
  return near ? fmt::format(" Did you mean '{}'?", *near) : "";
}

std::string joined(std::vector<std::string> const& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string did_you_mean(std::string_view word, std::vector<std::string> const& known) {
  if (auto near = suggestion(word, known); !near.empty()) return near;
  return known.empty() ? "" : fmt::format(" Known: {}.", joined(known));
}

}  // namespace assay
