// SPDX-License-Identifier: Apache-2.0
// The text of a number -> the number, by our own grammar: YAML reads 010 as 8 and takes
// .nan.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace assay {

/// A number, or the reason why the text is none.
template <typename Number>
struct Parsed {
  Number value{};
  std::string
      fault;  ///< what follows "'010' ", problem and cure; empty when `value` holds
  bool ok() const { return fault.empty(); }
};

/// `20000000000`, `2_000_000` (groups of three), `1e6`, `1.5e9` (when whole). No sign,
/// no leading zero, nothing above 2^64-1.
Parsed<std::uint64_t> parse_integer(std::string_view text);

/// parse_integer(), or `0x` and up to sixteen hexadecimal digits.
Parsed<std::uint64_t> parse_seed(std::string_view text);

}  // namespace assay
