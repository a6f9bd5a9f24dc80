// SPDX-License-Identifier: Apache-2.0
// A point and its attempt -> the values of the placeholders.
#include "program_words.hpp"

#include <fmt/format.h>

#include "model/axes.hpp"
#include "records/point_json.hpp"
#include "text/placeholders.hpp"

namespace assay {
namespace {

using Values = std::map<std::string, std::string>;

/// What the words of a program, of a launcher and of a wrapper may name alike.
Values common_values(AttemptSpec const& spec, std::string const& study_directory) {
  Values values{{"launch", std::to_string(spec.id.launch)},
                {"attempt_dir", spec.directory.string()},
                {"results_dir", spec.directory.parent_path().parent_path().string()},
                {"study_dir", study_directory}};
  for (auto const& number : point_numbers())
    values.emplace(number.name, std::to_string(number.get(spec.point)));
  return values;
}

Values values_of(AttemptSpec const& spec) {
  auto const& point = spec.point;
  auto values = common_values(spec, point.program->study_directory);
  values["python"] = point.program->python;
  for (auto const& [name, value] : point.parameters)
    values["parameters." + name] =
        std::visit([](auto const& one) { return fmt::format("{}", one); }, value);
  for (auto const& [name, value] : point.env) values["env." + name] = value;
  return values;
}

Argv filled(std::vector<std::string> const& words, std::string const& study_directory,
            Values const& values) {
  Argv all;
  for (auto const& word : words)
    all.push_back(fill(from_study(word, study_directory), values));
  return all;
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
  auto const& program = *spec.point.program;
  return filled(program.argv, program.study_directory, values_of(spec));
}

Argv prefix_words(CommandPrefix const& prefix, AttemptSpec const& spec) {
  return filled(prefix.words, prefix.study_directory,
                common_values(spec, prefix.study_directory));
}

}  // namespace assay
