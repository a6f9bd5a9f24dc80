// SPDX-License-Identifier: Apache-2.0
// kernels.json -> the kernels there are. The JSON library would convert silently, so
// each value's type is checked first.
#include "catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "common/json.hpp"

namespace assay {
namespace {

constexpr int schema_here = 1;

[[noreturn]] void wrong(std::string const& what) { throw std::runtime_error(what); }

Json const& member(Json const& object, char const* key) {
  if (!object.is_object() || !object.contains(key))
    wrong(fmt::format("'{}' is missing", key));
  return object[key];
}

std::string text_of(Json const& object, char const* key) {
  Json const& value = member(object, key);
  if (!value.is_string()) wrong(fmt::format("'{}' is not a text", key));
  return value.get<std::string>();
}

double number_of(Json const& object, char const* key) {
  Json const& value = member(object, key);
  if (!value.is_number()) wrong(fmt::format("'{}' is not a number", key));
  return value.get<double>();
}

Json const& list_of(Json const& object, char const* key) {
  Json const& value = member(object, key);
  if (!value.is_array()) wrong(fmt::format("'{}' is not a list", key));
  return value;
}

/// The default in the type that `type` names; its range is that of the parameter.
ParameterValue default_of(Json const& object, std::string const& type) {
  Json const& value = member(object, "default");
  bool const fits_signed =
      value.is_number_integer() &&
      (!value.is_number_unsigned() || value.get<std::uint64_t>() <= INT64_MAX);
  if (type == "integer" && fits_signed) return value.get<std::int64_t>();
  if (type == "real" && value.is_number()) return value.get<double>();
  if (type == "choice" && value.is_string()) return value.get<std::string>();
  wrong(fmt::format("default {} does not fit type '{}'", to_text(value), type));
}

void check_default(Parameter const& parameter) {
  if (auto const* text = std::get_if<std::string>(&parameter.default_value)) {
    auto const& choices = parameter.choices;
    if (std::find(choices.begin(), choices.end(), *text) == choices.end())
      wrong(fmt::format("default '{}' is none of the choices", *text));
    return;
  }
  auto const* whole = std::get_if<std::int64_t>(&parameter.default_value);
  double const value = whole != nullptr ? static_cast<double>(*whole)
                                        : std::get<double>(parameter.default_value);
  if (!(value >= parameter.minimum && value <= parameter.maximum))
    wrong(fmt::format("default {} is not within {} to {}", value, parameter.minimum,
                      parameter.maximum));
}

std::vector<std::string> names_of(Json const& list) {
  std::vector<std::string> names;
  for (auto const& name : list) names.push_back(name.get<std::string>());
  return names;
}

Parameter parameter_of(Json const& object) {
  Parameter parameter;
  parameter.name = text_of(object, "name");
  parameter.summary = text_of(object, "summary");
  parameter.unit = text_of(object, "unit");
  parameter.default_value = default_of(object, text_of(object, "type"));
  if (std::holds_alternative<std::string>(parameter.default_value)) {
    parameter.choices = names_of(list_of(object, "choices"));
    if (object.contains("host_choices"))
      parameter.host_choices = names_of(list_of(object, "host_choices"));
  } else {
    parameter.minimum = number_of(object, "minimum");
    parameter.maximum = number_of(object, "maximum");
  }
  parameter.is_said_if_default = object.value("is_said_if_default", true);
  check_default(parameter);
  return parameter;
}

MemoryTerm memory_term_of(Json const& object) {
  MemoryTerm term{.bytes = member(object, "bytes").get<std::uint64_t>(),
                  .times = names_of(list_of(object, "times")),
                  .over = {}};
  if (object.contains("over")) term.over = names_of(list_of(object, "over"));
  return term;
}

KernelEntry entry_of(Json const& object) {
  KernelEntry entry{
      .name = text_of(object, "name"),
      .summary = text_of(object, "summary"),
      .stresses = text_of(object, "stresses"),
      .check = text_of(object, "check"),
      .nominal_samples_per_second = number_of(object, "nominal_samples_per_second"),
      .parameters = {},
      .memory = {}};
  if (!(entry.nominal_samples_per_second > 0))
    wrong("'nominal_samples_per_second' is not above 0");
  for (auto const& parameter : list_of(object, "parameters"))
    entry.parameters.push_back(parameter_of(parameter));
  if (object.contains("memory")) {
    for (auto const& term : list_of(object, "memory"))
      entry.memory.push_back(memory_term_of(term));
  }
  return entry;
}

Catalogue catalogue_of(Json const& document) {
  if (!member(document, "schema").is_number_integer() ||
      member(document, "schema").get<std::int64_t>() != schema_here)
    wrong(fmt::format("'schema' is not {}", schema_here));
  Catalogue catalogue;
  for (auto const& kernel : list_of(document, "kernels")) {
    KernelEntry entry = entry_of(kernel);
    if (find_kernel(catalogue, entry.name) != nullptr)
      wrong(fmt::format("kernel '{}' stands there twice", entry.name));
    catalogue.push_back(std::move(entry));
  }
  return catalogue;
}

}  // namespace

Catalogue read_catalogue(std::filesystem::path const& file) {
  constexpr auto cure = "Build the workers again: they write this file";
  std::ifstream stream(file);
  if (!stream)
    throw std::runtime_error(
        fmt::format("{}: cannot read the list of kernels. {}", file.string(), cure));
  try {
    return catalogue_of(parse_json(stream));
  } catch (std::exception const& error) {
    throw std::runtime_error(fmt::format("{}: wrong list of kernels: {}. {}",
                                         file.string(), error.what(), cure));
  }
}

KernelEntry const* find_kernel(Catalogue const& catalogue, std::string const& name) {
  auto const found =
      std::find_if(catalogue.begin(), catalogue.end(),
                   [&](KernelEntry const& entry) { return entry.name == name; });
  return found == catalogue.end() ? nullptr : &*found;
}

}  // namespace assay
