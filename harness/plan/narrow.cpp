// SPDX-License-Identifier: Apache-2.0
// A grammar of one line needs no parser generator: split at ||, at &&, then at the
// relation.
#include "narrow.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "filter.hpp"
#include "os/errors.hpp"

namespace assay {
namespace {

struct Symbol {
  std::string_view text;
  Relation relation;
};

// The longer ones first, or <= would be read as <.
constexpr std::array symbols{
    Symbol{"==", Relation::equal},   Symbol{"!=", Relation::unequal},
    Symbol{"<=", Relation::at_most}, Symbol{">=", Relation::at_least},
    Symbol{"<", Relation::less},     Symbol{">", Relation::more}};

/// Of these a condition has one relation and nothing else.
constexpr std::string_view of_grammar = "=!<>&|";

std::string trimmed(std::string_view text) {
  auto const first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

Condition parse_condition(std::string const& text) {
  for (auto const& [symbol, relation] : symbols) {
    auto const at = text.find(symbol);
    if (at == text.npos) continue;
    Condition condition{trimmed(text.substr(0, at)), relation,
                        trimmed(text.substr(at + symbol.size()))};
    bool const is_one = condition.axis.find_first_of(of_grammar) == text.npos &&
                        condition.value.find_first_of(of_grammar) == text.npos;
    if (condition.axis.empty() || condition.value.empty() || !is_one) break;
    return condition;
  }
  throw UsageError(
      fmt::format("'{}' is no condition. Write for example: ranks<=8 && kernel==pi, "
                  "or: ranks==1 || "
                  "ranks==8",
                  text));
}

std::optional<double> number(std::string const& text) {
  double value = 0;
  auto const* const end = text.data() + text.size();
  auto const [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

struct ToNumber {
  std::optional<double> operator()(std::string const& text) const {
    return number(text);
  }
  template <class Number>
  std::optional<double> operator()(Number value) const {
    return static_cast<double>(value);
  }
};

template <class Value>
bool compare(Value const& a, Relation relation, Value const& b) {
  switch (relation) {
    case Relation::equal:
      return a == b;
    case Relation::unequal:
      return a != b;
    case Relation::less:
      return a < b;
    case Relation::at_most:
      return a <= b;
    case Relation::more:
      return a > b;
    default:
      return a >= b;
  }
}

/// Whether an axis with this value can be compared so.
bool is_comparable(Condition const& condition, AxisValue const& value) {
  if (std::visit(ToNumber{}, value)) return number(condition.value).has_value();
  return condition.relation == Relation::equal ||
         condition.relation == Relation::unequal;
}

void expect_comparable(Condition const& condition, Plan const& plan) {
  if (plan.points.empty()) return;
  bool has_axis = false;
  for (auto const& point : plan.points) {
    auto const value = axis_value(point, condition.axis);
    if (value && is_comparable(condition, *value)) return;
    has_axis = has_axis || value;
  }
  if (!has_axis)
    throw UsageError(fmt::format("no point of this study has '{}'", condition.axis));
  throw UsageError(fmt::format(
      "'{}' is not to be compared with '{}': numbers are compared with numbers, and "
      "words by == and !=",
      condition.axis, condition.value));
}

std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  for (auto end = text.find(separator); end != text.npos; end = text.find(separator)) {
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end + separator.size());
  }
  parts.push_back(text);
  return parts;
}

bool holds(Clause const& clause, Point const& point) {
  return std::all_of(clause.begin(), clause.end(),
                     [&](Condition const& one) { return holds(one, point); });
}

std::string in_words(Clause const& clause) {
  std::string words;
  for (auto const& one : clause) {
    auto const symbol =
        std::find_if(symbols.begin(), symbols.end(),
                     [&](Symbol const& s) { return s.relation == one.relation; });
    words += fmt::format("{}{}{}{}", words.empty() ? "" : " && ", one.axis,
                         symbol->text, one.value);
  }
  return words;
}

/// Also a part of what || joins must hold for a point, be it one that is skipped here.
void expect_to_hold(Clause const& clause, Plan const& plan) {
  if (plan.points.empty()) return;
  bool const holds_somewhere =
      std::any_of(plan.points.begin(), plan.points.end(),
                  [&](Point const& point) { return holds(clause, point); }) ||
      std::any_of(plan.skipped.begin(), plan.skipped.end(),
                  [&](Skipped const& one) { return holds(clause, one.point); });
  if (!holds_somewhere)
    throw UsageError(
        fmt::format("'{}' of --only holds for no point of this study: assay plan shows "
                    "them",
                    in_words(clause)));
}

bool is_chosen(std::vector<Clause> const& clauses, Point const& point) {
  return clauses.empty() ||
         std::any_of(clauses.begin(), clauses.end(),
                     [&](Clause const& clause) { return holds(clause, point); });
}

}  // namespace

std::vector<Clause> parse_clauses(std::string const& text) {
  std::vector<Clause> clauses;
  for (auto const& alternative : split(text, "||")) {
    Clause clause;
    for (auto const& part : split(alternative, "&&"))
      clause.push_back(parse_condition(trimmed(part)));
    clauses.push_back(std::move(clause));
  }
  return clauses;
}

bool holds(Condition const& condition, Point const& point) {
  auto const value = axis_value(point, condition.axis);
  if (!value) return false;
  auto const have = std::visit(ToNumber{}, *value);
  auto const want = number(condition.value);
  if (have && want) return compare(*have, condition.relation, *want);
  auto const* text = std::get_if<std::string>(&*value);
  if (condition.relation == Relation::unequal) {
    return text == nullptr || *text != condition.value;
  }
  return condition.relation == Relation::equal && text != nullptr &&
         *text == condition.value;
}

Plan narrow(Plan plan, std::vector<Clause> const& clauses,
            std::optional<std::size_t> limit) {
  for (auto const& clause : clauses) {
    for (auto const& condition : clause) expect_comparable(condition, plan);
    expect_to_hold(clause, plan);
  }
  bool const has_points = !plan.points.empty();
  Plan kept{{}, std::move(plan.skipped)};
  for (auto& point : plan.points) {
    if (!is_chosen(clauses, point)) {
      kept.skipped.push_back({std::move(point), "left out by --only"});
    } else if (limit && kept.points.size() >= *limit) {
      kept.skipped.push_back({std::move(point), "left out by --limit"});
    } else {
      kept.points.push_back(std::move(point));
    }
  }
  if (has_points && kept.points.empty())
    throw UsageError("--only holds for no point of this study: assay plan shows them");
  return kept;
}

}  // namespace assay
