// SPDX-License-Identifier: Apache-2.0
// "Did you mean": the known word that is nearest to a wrong one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// Fewest insertions, deletions, replacements and swaps of neighbours that turn `a`
/// into `b` (optimal string alignment distance), upper and lower case being equal.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The nearest of `known`, when it differs by at most a third of its length, and by one
/// in any case; the earlier one of two.
std::optional<std::string> nearest(std::string_view word,
                                   std::vector<std::string> const& known);

/// ` Did you mean 'ranks'?`; empty where nothing is near.
std::string suggestion(std::string_view word, std::vector<std::string> const& known);

/// `a, b, c`
std::string joined(std::vector<std::string> const& words);

/// suggestion(), or ` Known: a, b, c.` where nothing is near.
std::string did_you_mean(std::string_view word, std::vector<std::string> const& known);

}  // namespace assay
