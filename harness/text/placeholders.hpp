// SPDX-License-Identifier: Apache-2.0
// Words with `{placeholders}`: `{{` and `}}` stand for the braces themselves.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

struct Placeholder {
  std::string name;
  std::size_t offset = 0;  ///< of its brace
};

/// The placeholders of a text, in order, or what is wrong with its braces and where.
struct Placeholders {
  std::vector<Placeholder> value{};
  std::string fault{};  ///< problem and cure; empty where there is none
  std::size_t offset = 0;
  bool ok() const { return fault.empty(); }
};

/// At fault is a brace without its partner, or around nothing.
Placeholders placeholders_in(std::string_view text);

/// The word with every placeholder replaced; one without a value throws
/// std::logic_error, since read_study() has checked the names.
std::string fill(std::string_view word,
                 std::map<std::string, std::string> const& values);

/// The text with `{NAME}` replaced for these names only: other braces stand for
/// themselves, as those of OMP_PLACES do.
std::string fill_known(std::string text,
                       std::map<std::string, std::string> const& values);

}  // namespace assay
