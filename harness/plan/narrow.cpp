// SPDX-License-Identifier: Apache-2.0
// A grammar of one line needs no parser generator: split at &&, then at the relation.
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
    if (condition.axis.empty() || condition.value.empty()) break;
    return condition;
  }
  throw UsageError(fmt::format(
      "'{}' is no condition. Write for example: ranks<=8 && kernel==pi", text));
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

void expect_known(Condition const& condition, Plan const& plan) {
  auto const has_axis = [&](Point const& point) {
    return axis_value(point, condition.axis).has_value();
  };
  if (plan.points.empty() ||
      std::any_of(plan.points.begin(), plan.points.end(), has_axis)) {
    return;
  }
  throw UsageError(fmt::format("no point of this study has '{}'", condition.axis));
}

}  // namespace

std::vector<Condition> parse_conditions(std::string const& text) {
  std::vector<Condition> conditions;
  std::string_view rest = text;
  while (true) {
    auto const end = rest.find("&&");
    conditions.push_back(parse_condition(trimmed(rest.substr(0, end))));
    if (end == rest.npos) return conditions;
    rest.remove_prefix(end + 2);
  }
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

Plan narrow(Plan plan, std::vector<Condition> const& conditions,
            std::optional<std::size_t> limit) {
  for (auto const& condition : conditions) expect_known(condition, plan);
  Plan kept{{}, std::move(plan.skipped)};
  for (auto& point : plan.points) {
    bool const wanted =
        std::all_of(conditions.begin(), conditions.end(),
                    [&](Condition const& one) { return holds(one, point); });
    if (!wanted) {
      kept.skipped.push_back({std::move(point), "left out by --only"});
    } else if (limit && kept.points.size() >= *limit) {
      kept.skipped.push_back({std::move(point), "left out by --limit"});
    } else {
      kept.points.push_back(std::move(point));
    }
  }
  return kept;
}

}  // namespace assay
