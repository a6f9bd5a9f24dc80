// SPDX-License-Identifier: Apache-2.0
// The forms in which programs print numbers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace assay {

/// A number that a program gave, and what a step of its last digit is worth.
struct Number {
  double value = 0;
  std::optional<double> step{};  ///< nothing of a clock of ours
};

/// A number as it stands in a text.
struct PrintedNumber {
  Number number;
  bool is_clock = false;  ///< of the form h:mm:ss or 1h 2m 3s: in seconds
};

/// `text`, blanks around it aside: `12`, `-1.5e3`, `1.5D+03` as Fortran writes it,
/// `1,234,567.8`, `1:02:03.5`, `1m 2.5s`. With ',' as `decimal`, `1.234,5`. Or why it
/// is no number: "'fast' is no number".
std::variant<PrintedNumber, std::string> read_printed(std::string const& text,
                                                      std::optional<char> decimal);

/// Why `number`, found between `before` and `after` on a line, is no number by itself:
/// digits, a sign, an exponent or a part of a clock's time stand right beside it.
/// Empty where it is one.
std::string cut_out_of(std::string_view before, std::string_view number,
                       std::string_view after, std::optional<char> decimal);

}  // namespace assay
