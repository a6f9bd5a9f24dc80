// SPDX-License-Identifier: Apache-2.0
// What arithmetic gives is shown as a whole number; a table may give any text.
#include "derive.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>

#include "filter.hpp"
#include "model/axes.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

using Values = std::map<std::string, std::string>;

/// The text of what a derivation may refer to; nothing where the point has none.
std::optional<std::string> text_at(std::string const& name, Point const& point,
                                   Values const& earlier) {
  if (auto const found = earlier.find(name); found != earlier.end())
    return found->second;
  for (auto const& number : point_numbers())
    if (number.name == name) return std::to_string(number.get(point));
  auto const value = axis_value(point, name);
  return value ? std::optional(to_text(*value)) : std::nullopt;
}

template <typename Number>
std::optional<Number> number_from(std::string const& text) {
  Number number{};
  auto const* const end = text.data() + text.size();
  auto const [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return number;
}

Parsed<DerivedNumber> number_at(std::string const& name, Point const& point,
                                Values const& earlier) {
  auto const text = text_at(name, point, earlier);
  if (!text) return {{}, fmt::format("uses {}, which has no value", name)};
  if (auto const whole = number_from<std::int64_t>(*text)) return {*whole, ""};
  bool const has_fraction = text->find_first_of(".eE") != text->npos;  // or 2^63 and up
  if (auto const real = number_from<double>(*text);
      real && has_fraction && std::isfinite(*real))
    return {*real, ""};
  return {{},
          fmt::format("uses {}, where {} is no number that can be calculated with",
                      name, in_quotes(*text))};
}

Parsed<std::string> value_of(Expression const& expression, Point const& point,
                             Values const& earlier) {
  auto const found = calculate(expression, [&](std::string const& name) {
    return number_at(name, point, earlier);
  });
  if (!found.ok()) return {{}, found.fault};
  if (auto const* whole = std::get_if<std::int64_t>(&found.value))
    return {std::to_string(*whole), ""};
  return {{},
          fmt::format("is {}, and no whole number. Write round(...), or //",
                      std::get<double>(found.value))};
}

Parsed<std::string> value_of(DerivedTable const& table, Point const& point,
                             Values const& earlier) {
  auto const key = text_at(table.by, point, earlier);
  auto const found = table.values.find(key.value_or(""));
  if (key && found != table.values.end()) return {found->second, ""};
  if (table.otherwise) return {*table.otherwise, ""};
  return {{},
          fmt::format("has no value for {} {}. Add it, or a 'default'", table.by,
                      key.value_or("(none)"))};
}

Parsed<std::string> value_of(Derivation const& derivation, Point const& point,
                             Values const& earlier) {
  return std::visit([&](auto const& from) { return value_of(from, point, earlier); },
                    derivation.from);
}

}  // namespace

Derived derive(Study const& study, Point const& point) {
  Derived derived;
  for (auto const& one : study.derive) {
    auto value = value_of(one, point, derived.value);
    if (!value.ok()) return {{}, std::move(value.fault), &one};
    derived.value[one.name] = std::move(value.value);
  }
  return derived;
}

std::map<std::string, std::string> derived_constants(Study const& study) {
  auto const constants = constant_names(study.derive);
  Values values;
  for (auto const& one : study.derive) {
    if (!constants.contains(one.name)) continue;
    auto value = value_of(one, {}, values);
    if (value.ok()) values[one.name] = std::move(value.value);
  }
  return values;
}

}  // namespace assay
