// SPDX-License-Identifier: Apache-2.0
// The section `gridengine:` of a study. A queue is what others call a partition, and a
// project what they call an account.
#include "gridengine_reader.hpp"

#include <array>

#include "job_fields.hpp"

namespace assay {
namespace {

/// "-l mem_free=4G" is two words, "-now" one.
std::vector<std::string> split_gridengine_option(std::string const& text) {
  auto const space = text.find(' ');
  auto const option = text.substr(0, space);
  if (!option.starts_with('-') || option.size() < 2 || !is_printable_word(option))
    return {};
  if (space == text.npos) return {option};
  auto const value = text.substr(space + 1);
  if (!is_printable_word(value)) return {};
  return {option, value};
}

void read_gridengine_directives(Entry const& entry, JobDraft& job, Problems& problems) {
  static OptionForm const form{"qsub",
                               "is no option of qsub. Write -name or -name value, with "
                               "one space, as in '-l mem_free=4G'",
                               split_gridengine_option};
  read_job_directives(entry, form, job, problems);
}

constexpr std::array gridengine_job_fields{
    JobField{"parallel_environment", Presence::optional,
             read_word<&JobWishes::parallel_environment>},
    JobField{"queue", Presence::optional, read_word<&JobWishes::partition>},
    JobField{"project", Presence::optional, read_word<&JobWishes::account>},
    JobField{"time", Presence::optional, read_job_time},
    JobField{"directives", Presence::optional, read_gridengine_directives},
    JobField{"modules", Presence::optional, read_job_modules},
};

void read_gridengine_collect(Entry const& entry, JobSection& section,
                             Problems& problems) {
  read_collect(entry, "gridengine", gridengine_job_fields, section, problems);
}

void read_gridengine_continuation(Entry const& entry, JobSection& section,
                                  Problems& problems) {
  read_job_continuation(entry, "gridengine.continue", {"requeue", "resubmit", "no"},
                        section, problems);
}

using GridEngineField = Field<JobSection>;

constexpr std::array gridengine_fields{
    GridEngineField{"continue", Presence::optional, read_gridengine_continuation},
    GridEngineField{"collect", Presence::optional, read_gridengine_collect},
};

}  // namespace

void read_gridengine_section(Entry const& entry, JobSection& section,
                             Problems& problems) {
  read_job_section(entry, "gridengine",
                   "a mapping like {parallel_environment: mpi, time: 2h}",
                   gridengine_job_fields, gridengine_fields, section, problems);
}

void read_gridengine(Entry const& entry, Draft& draft) {
  read_gridengine_section(entry, draft.study.gridengine, draft.problems);
}

std::vector<std::string> gridengine_keys() {
  return keys_of_section(gridengine_job_fields, gridengine_fields);
}

}  // namespace assay
