// SPDX-License-Identifier: Apache-2.0
// `parameters:` -> axes, checked against what the study's kernels take.
#include "parameters_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>

#include "model/axes.hpp"
#include "program_reader.hpp"
#include "quantity.hpp"
#include "scalars.hpp"
#include "suggest.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

using Result = Parsed<AxisValue>;

/// A parameter and the kernel that takes it.
struct Taker {
  std::string kernel;
  Parameter parameter;
};

/// The kernels of the study that are known.
std::vector<KernelEntry const*> kernels_of(Draft const& draft) {
  std::vector<KernelEntry const*> kernels;
  if (Axis const* const axis = find_axis(draft, "kernel"))
    for (auto const& value : axis->values)
      if (auto const* kernel = find_kernel(draft.catalogue, to_text(value)))
        kernels.push_back(kernel);
  return kernels;
}

Parameter const* find_parameter(KernelEntry const& kernel, std::string const& name) {
  auto const found = std::find_if(kernel.parameters.begin(), kernel.parameters.end(),
                                  [&](auto const& one) { return one.name == name; });
  return found == kernel.parameters.end() ? nullptr : &*found;
}

std::vector<std::string> parameter_names(KernelEntry const& kernel) {
  std::vector<std::string> names;
  std::transform(kernel.parameters.begin(), kernel.parameters.end(),
                 std::back_inserter(names), [](auto const& one) { return one.name; });
  return names;
}

/// Whether every kernel of the study takes this parameter; reports those that do not.
bool check_name(std::string const& name, Position at, Draft& draft) {
  std::size_t const before = draft.problems.count();
  for (auto const* kernel : kernels_of(draft)) {
    if (find_parameter(*kernel, name) != nullptr) continue;
    auto const names = parameter_names(*kernel);
    draft.problems.add(
        at,
        fmt::format("kernel '{}' has no parameter {}.{}", kernel->name, in_quotes(name),
                    names.empty() ? " It takes none." : did_you_mean(name, names)));
  }
  return draft.problems.count() == before;
}

std::string range_of(Parameter const& parameter) {
  std::string const unit = parameter.unit.empty() ? "" : " " + parameter.unit;
  return fmt::format("{} to {}{}", parameter.minimum, parameter.maximum, unit);
}

bool in_range(double value, Parameter const& parameter) {
  return value >= parameter.minimum && value <= parameter.maximum;
}

Result out_of_range(Parameter const& parameter) {
  return {{}, fmt::format("is out of range. Give {}", range_of(parameter))};
}

Result parse_whole(std::string const& text, Parameter const& parameter) {
  bool const negative = text.starts_with('-') && parameter.minimum < 0;
  auto const number = parse_integer(negative ? text.substr(1) : text);
  if (!number.ok()) return {{}, number.fault};
  constexpr auto largest = std::numeric_limits<std::int64_t>::max();
  double const value = static_cast<double>(number.value) * (negative ? -1 : 1);
  bool const fits = number.value <= static_cast<std::uint64_t>(largest);
  if (!fits || !in_range(value, parameter)) return out_of_range(parameter);
  return negative ? Result{value, ""} : Result{number.value, ""};
}

Result parse_fraction(std::string const& text, Parameter const& parameter) {
  auto const number = parse_real(text);
  if (!number.ok()) return {{}, number.fault};
  if (!in_range(number.value, parameter)) return out_of_range(parameter);
  return {number.value, ""};
}

Result parse_choice(std::string const& text, Parameter const& parameter) {
  auto const& choices = parameter.choices;
  if (std::find(choices.begin(), choices.end(), text) != choices.end())
    return {text, ""};
  return {{}, "is not known." + did_you_mean(text, choices)};
}

Result parse_as(std::string const& text, Parameter const& parameter) {
  if (std::holds_alternative<std::int64_t>(parameter.default_value))
    return parse_whole(text, parameter);
  if (std::holds_alternative<double>(parameter.default_value))
    return parse_fraction(text, parameter);
  return parse_choice(text, parameter);
}

std::string wanted(Parameter const& parameter) {
  if (std::holds_alternative<std::int64_t>(parameter.default_value))
    return "a whole number, " + range_of(parameter);
  if (std::holds_alternative<double>(parameter.default_value))
    return "a number, " + range_of(parameter);
  return "one of " + joined(parameter.choices);
}

std::optional<AxisValue> read_for(YamlNode const& node, std::string const& what,
                                  Taker const& taker, Problems& problems) {
  bool const is_choice =
      std::holds_alternative<std::string>(taker.parameter.default_value);
  auto const text = (is_choice ? read_text : read_plain)(
      node, what, wanted(taker.parameter), problems);
  if (!text) return std::nullopt;
  auto const result = parse_as(*text, taker.parameter);
  if (result.ok()) return result.value;
  problems.add(node.at, fmt::format("{} of kernel '{}': {} {}", what, taker.kernel,
                                    in_quotes(*text), result.fault));
  return std::nullopt;
}

}  // namespace

ReadValue parameter_reader(std::string const& name, Draft const& draft) {
  if (has_only_programs(draft)) return free_parameter_reader(name);
  std::vector<Taker> takers;
  for (auto const* kernel : kernels_of(draft))
    if (auto const* const parameter = find_parameter(*kernel, name))
      takers.push_back({kernel->name, *parameter});
  std::string const what = "parameters." + name;
  return [takers, what](YamlNode const& node,
                        Problems& problems) -> std::optional<AxisValue> {
    std::optional<AxisValue> value;
    for (auto const& taker : takers) {
      auto const read = read_for(node, what, taker, problems);
      if (!read) return std::nullopt;
      if (!value) value = read;
    }
    return value;
  };
}

void read_parameters(Entry const& entry, Draft& draft) {
  if (entry.value.kind != YamlNode::Kind::map)
    return report_kind(entry.value, "parameters", "a mapping of names to values",
                       draft.problems);
  for (auto const& parameter : entry.value.entries) {
    std::string const axis = "parameters." + parameter.key;
    bool const kernels_known = !kernels_of(draft).empty() || has_only_programs(draft);
    if (check_name(parameter.key, parameter.at, draft) && kernels_known)
      read_axis(parameter, axis, parameter_reader(parameter.key, draft), draft);
    else
      draft.faulty.insert(axis);
  }
}

}  // namespace assay
