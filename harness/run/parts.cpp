// SPDX-License-Identifier: Apache-2.0
// The sums are the worker's, which knows what its kernels count.
#include "parts.hpp"

#include <fmt/format.h>

#include <set>

#include "os/errors.hpp"
#include "records/point_json.hpp"

namespace assay {

namespace fs = std::filesystem;

std::vector<Point> questions_of(std::vector<Point> const& points) {
  std::vector<Point> questions;
  std::set<std::string> seen;
  for (auto const& point : points) {
    if (point.program != nullptr) continue;
    Point question;
    question.kernel = point.kernel;
    question.samples = point.samples;
    question.seed = point.seed;
    question.parameters = point.parameters;
    question.backend = point.backend;
    question.launcher = "local";
    question.repetitions = 1;
    if (seen.insert(point_id(question, "")).second) questions.push_back(question);
  }
  return questions;
}

fs::path parts_directory(fs::path const& study, Point const& question) {
  return study / "array" / point_id(question, "");
}

fs::path part_file(fs::path const& directory, Part const& part) {
  return directory / fmt::format("{}-of-{}.json", part.index, part.of);
}

Json add_up(fs::path const& directory, int parts, fs::path const& worker,
            Environment const& environment) {
  Command command{{worker.string(), "--combine"}, environment, directory, ""};
  for (int i = 0; i < parts; ++i) {
    auto const file = part_file(directory, {i, parts});
    if (!fs::exists(file))
      throw EnvironmentError(fmt::format(
          "{} is missing: part {} of {} has not ended well. Start that task again",
          file.string(), i, parts));
    command.argv.push_back(file.string());
  }
  auto const answer =
      run_process(command, {.timeout_s = 300, .tail_bytes = std::size_t{1} << 20});
  auto const sum = try_parse_json(answer.output_tail);
  if (!answer.succeeded() || !sum.is_array())
    throw EnvironmentError(
        fmt::format("the parts do not add up: {}{}", answer.output_tail, answer.error));
  return sum.at(0);
}

}  // namespace assay
