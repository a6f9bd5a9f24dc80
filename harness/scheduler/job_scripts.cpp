// SPDX-License-Identifier: Apache-2.0
#include "job_scripts.hpp"

#include <fmt/format.h>

#include "submission.hpp"
#include "text/append.hpp"

namespace assay {
namespace {

/// What both scripts are called with first.
Argv call_of(char const* script, JobPlaces const& places) {
  return {(places.project / "jobscripts" / script).string(), places.project.string(),
          places.program.string()};
}

}  // namespace

std::string job_name(JobPlaces const& places, std::string const& group) {
  return fmt::format("assay-{}-{}", places.study_name(), group);
}

std::string reserve_word(GroupJob const& group) {
  return fmt::format("{:.0f}", group.reserve_s());
}

Argv group_script(GroupJob const& group, JobSection const& wishes,
                  JobPlaces const& places) {
  auto words = call_of("group.sh", places);
  append(words, {group_directory(places.study_directory, group.name).string(),
                 reserve_word(group)});
  append(words, wishes.modules);
  return words;
}

Argv collect_script(CollectShape const& shape) {
  auto words = call_of("collect.sh", shape.places);
  words.push_back(shape.places.study_directory.string());
  append(words, shape.wishes.modules);
  return words;
}

}  // namespace assay
