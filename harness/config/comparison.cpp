// SPDX-License-Identifier: Apache-2.0
// `>=4`, `2..8` -> a closed range.
#include "comparison.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "quantity.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

constexpr std::string_view forms = R"(is not a comparison. Forms: ">=4", "<8", "2..8")";

Parsed<Range> no_range(std::string_view why) { return {{}, std::string(why)}; }

Parsed<double> parse_number(std::string_view text, Numbers numbers) {
  if (std::size_t const start = text.find_first_not_of(' ');
      start != std::string_view::npos)
    text.remove_prefix(start);
  if (numbers == Numbers::real) return parse_real(text);
  auto const whole = parse_integer(text);
  return {static_cast<double>(whole.value), whole.fault};
}

double above(double value, Numbers numbers) {
  return numbers == Numbers::whole
             ? value + 1
             : std::nextafter(value, std::numeric_limits<double>::infinity());
}

double below(double value, Numbers numbers) {
  return numbers == Numbers::whole
             ? value - 1
             : std::nextafter(value, -std::numeric_limits<double>::infinity());
}

/// `2..8`, split at the dots.
Parsed<Range> parse_interval(std::string_view from, std::string_view to,
                             Numbers numbers) {
  auto const minimum = parse_number(from, numbers);
  auto const maximum = parse_number(to, numbers);
  if (!minimum.ok() || !maximum.ok()) return no_range(forms);
  if (minimum.value > maximum.value)
    return no_range("is empty: it ends before it starts. Swap the ends");
  return {{minimum.value, maximum.value}, ""};
}

}  // namespace

bool is_comparison(std::string_view text) {
  return text.starts_with('<') || text.starts_with('>') || text.starts_with('=') ||
         text.starts_with('!') || text.find("..") != std::string_view::npos;
}

Parsed<Range> parse_comparison(std::string_view text, Numbers numbers) {
  if (std::size_t const dots = text.find(".."); dots != std::string_view::npos)
    return parse_interval(text.substr(0, dots), text.substr(dots + 2), numbers);
  bool const closed = text.size() > 1 && text[1] == '=';
  auto const bound = parse_number(text.substr(closed ? 2 : 1), numbers);
  if (!bound.ok()) return no_range(forms);
  if (text.starts_with('>'))
    return {{closed ? bound.value : above(bound.value, numbers), std::nullopt}, ""};
  if (text.starts_with('<'))
    return {{std::nullopt, closed ? bound.value : below(bound.value, numbers)}, ""};
  return no_range(
      "is no comparison there is. Write the value alone for 'equal'; list the others "
      "for 'unequal'");
}

}  // namespace assay
