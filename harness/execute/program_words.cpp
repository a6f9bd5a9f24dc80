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
  values.insert(spec.point.derived.begin(), spec.point.derived.end());
  return values;
}

}  // namespace

std::map<std::string, std::string> placeholder_values(AttemptSpec const& spec) {
  auto const& point = spec.point;
  auto values = common_values(spec, point.program->study_directory);
  values["python"] = point.program->python;
  for (auto const& [name, value] : point.parameters)
    values["parameters." + name] =
        std::visit([](auto const& one) { return fmt::format("{}", one); }, value);
  for (auto const& [name, value] : point.env)
    values["env." + name] = fill_known(value, point.derived);
  return values;
}

std::string from_study(std::string const& word, std::string const& study_directory) {
  if (!word.starts_with("./") && !word.starts_with("../")) return word;
  return (std::filesystem::path(study_directory) / word).lexically_normal().string();
}

std::string from_study(Program const& program, std::size_t n) {
  auto const& word = program.argv.at(n);
  bool const is_left = n > 0 && !program.working_directory.empty();
  return is_left ? word : from_study(word, program.study_directory);
}

std::filesystem::path working_directory(Program const& program) {
  if (program.working_directory.empty()) return {};
  return (std::filesystem::path(program.study_directory) / program.working_directory)
      .lexically_normal();
}

std::filesystem::path program_result(std::filesystem::path const& attempt_directory) {
  return attempt_directory / "result.json";
}

Argv program_words(AttemptSpec const& spec) {
  auto const values = placeholder_values(spec);
  auto const& program = *spec.point.program;
  Argv words;
  for (std::size_t n = 0; n < program.argv.size(); ++n)
    words.push_back(fill(from_study(program, n), values));
  return words;
}

Argv prefix_words(CommandPrefix const& prefix, AttemptSpec const& spec) {
  auto const values = common_values(spec, prefix.study_directory);
  Argv words;
  for (auto const& word : prefix.words)
    words.push_back(fill(from_study(word, prefix.study_directory), values));
  return words;
}

}  // namespace assay
