// SPDX-License-Identifier: Apache-2.0
// JSON -> Job through getters that check: the library's own would convert 1.9 to 1, and
// -1 to 2^64 - 1, without a word.
#include "job.hpp"

#include <charconv>
#include <limits>
#include <stdexcept>
#include <string_view>

#include "common/json.hpp"

namespace assay {
namespace {

/// A value and where it stands, for messages.
struct Field {
  Json const& value;
  std::string where;
};

[[noreturn]] void refuse(std::string const& where, std::string const& problem) {
  throw std::runtime_error("job file: " + where + ": " + problem);
}

Field member(Field const& object, char const* key) {
  std::string const where = object.where.empty() ? key : object.where + "." + key;
  auto const found = object.value.find(key);
  if (found == object.value.end()) refuse(where, "is missing");
  return {*found, where};
}

std::string text(Field const& field) {
  if (!field.value.is_string()) refuse(field.where, "is not a string");
  auto result = field.value.get<std::string>();
  if (result.empty()) refuse(field.where, "is empty");
  return result;
}

int count(Field const& field) {
  constexpr auto limit = std::numeric_limits<int>::max();
  if (!field.value.is_number_unsigned())
    refuse(field.where, "is not a positive integer");
  auto const value = field.value.get<std::uint64_t>();
  if (value < 1 || value > limit) {
    refuse(field.where, "is outside 1 ... " + std::to_string(limit));
  }
  return static_cast<int>(value);
}

std::uint64_t digits(Field const& field, std::string_view number, int base) {
  std::uint64_t value = 0;
  auto const* const end = number.data() + number.size();
  auto const [stop, error] = std::from_chars(number.data(), end, value, base);
  if (error == std::errc::result_out_of_range) refuse(field.where, "exceeds 2^64 - 1");
  if (error != std::errc{} || stop != end) {
    refuse(field.where,
           text(field) + " is not a number of base " + std::to_string(base));
  }
  return value;
}

std::uint64_t samples(Field const& field) {
  std::uint64_t const value = digits(field, text(field), 10);
  if (value == 0) refuse(field.where, "is zero");
  return value;
}

std::uint64_t seed(Field const& field) {
  std::string const value = text(field);
  if (!value.starts_with("0x")) refuse(field.where, "does not start with 0x");
  return digits(field, std::string_view(value).substr(2), 16);
}

ParameterValue parameter(Field const& field) {
  Json const& value = field.value;
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_float()) return value.get<double>();
  if (value.is_number_integer() &&
      (!value.is_number_unsigned() ||
       value.get<std::uint64_t>() <= std::numeric_limits<std::int64_t>::max())) {
    return value.get<std::int64_t>();
  }
  refuse(field.where, "is neither a number of 64 bits nor a string");
}

ParameterValues parameters(Field const& field) {
  if (!field.value.is_object()) refuse(field.where, "is not an object");
  ParameterValues values;
  for (auto const& [name, value] : field.value.items()) {
    values[name] = parameter({value, field.where + "." + name});
  }
  return values;
}

/// 0 where the key is absent.
std::size_t optional_count(Field const& object, char const* key) {
  if (!object.value.contains(key)) return 0;
  return static_cast<std::size_t>(count(member(object, key)));
}

MeasurementOrder measurement(Field const& field) {
  if (!field.value.is_object()) refuse(field.where, "is not an object");
  return {.kernel = text(member(field, "kernel")),
          .samples = samples(member(field, "samples")),
          .repetitions = static_cast<std::size_t>(count(member(field, "repetitions"))),
          .parameters = parameters(member(field, "parameters")),
          .ceiling_repetitions = optional_count(field, "ceiling_repetitions")};
}

std::optional<Part> part(Field const& top) {
  if (!top.value.contains("part")) return std::nullopt;
  Field const field = member(top, "part");
  if (!field.value.is_object()) refuse(field.where, "is not an object");
  Field const index = member(field, "index");
  int const of = count(member(field, "of"));
  if (!index.value.is_number_unsigned() ||
      index.value.get<std::uint64_t>() >= static_cast<std::uint64_t>(of)) {
    refuse(index.where, "is outside 0 ... " + std::to_string(of - 1));
  }
  return Part{.index = index.value.get<int>(), .of = of};
}

std::vector<MeasurementOrder> measurements(Field const& field) {
  if (!field.value.is_array()) refuse(field.where, "is not a list");
  std::vector<MeasurementOrder> orders;
  for (std::size_t i = 0; i < field.value.size(); ++i) {
    orders.push_back(
        measurement({field.value[i], field.where + "[" + std::to_string(i) + "]"}));
  }
  return orders;
}

Json parse(std::string const& text) {
  try {
    return parse_json(text);
  } catch (Json::exception const& error) {
    throw std::runtime_error("job file: is not JSON: " + std::string(error.what()));
  }
}

}  // namespace

ParameterValues parse_parameters(Json const& value) {
  return parameters({value, "parameters"});
}

Job parse_job(std::string const& text_of_job) {
  Json const value = parse(text_of_job);
  if (!value.is_object()) refuse("top level", "is not an object");
  Field const top{value, ""};
  if (int const schema = count(member(top, "schema")); schema != 1) {
    refuse("schema", "is " + std::to_string(schema) +
                         ", this worker knows 1. Build harness and worker together");
  }
  return {.nonce = text(member(top, "nonce")),
          .ranks = count(member(top, "ranks")),
          .nodes = count(member(top, "nodes")),
          .threads = count(member(top, "threads")),
          .seed = seed(member(top, "seed")),
          .part = part(top),
          .result = text(member(top, "result")),
          .measurements = measurements(member(top, "measurements"))};
}

}  // namespace assay
