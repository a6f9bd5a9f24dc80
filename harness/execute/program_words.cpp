// SPDX-License-Identifier: Apache-2.0
// A point and its attempt -> the values of the placeholders.
#include "program_words.hpp"

#include <fmt/format.h>

#include "model/axes.hpp"
#include "records/point_json.hpp"
#include "text/placeholders.hpp"

namespace assay {
namespace {

std::map<std::string, std::string> values_of(AttemptSpec const& spec) {
  auto const& point = spec.point;
  std::map<std::string, std::string> values{
      {"launch", std::to_string(spec.id.launch)},
      {"attempt_dir", spec.directory.string()},
      {"results_dir", spec.directory.parent_path().parent_path().string()},
      {"study_dir", point.program->study_directory},
      {"python", point.program->python}};
  for (auto const& number : point_numbers())
    values.emplace(number.name, std::to_string(number.get(point)));
  for (auto const& [name, value] : point.parameters)
    values["parameters." + name] =
        std::visit([](auto const& one) { return fmt::format("{}", one); }, value);
  for (auto const& [name, value] : point.env) values["env." + name] = value;
  return values;
}

}  // namespace

std::string from_study(std::string const& word, std::string const& study_directory) {
  if (!word.starts_with("./") && !word.starts_with("../")) return word;
  return (std::filesystem::path(study_directory) / word).lexically_normal().string();
}

std::filesystem::path program_result(std::filesystem::path const& attempt_directory) {
  return attempt_directory / "result.json";
}

Argv program_words(AttemptSpec const& spec) {
  auto const values = values_of(spec);
  Argv words;
  for (auto const& word : spec.point.program->argv)
    words.push_back(
        fill(from_study(word, spec.point.program->study_directory), values));
  return words;
}

}  // namespace assay
