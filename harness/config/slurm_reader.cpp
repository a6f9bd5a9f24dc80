// SPDX-License-Identifier: Apache-2.0
// The section `slurm:` of a study.
#include "slurm_reader.hpp"

#include <array>

#include "job_fields.hpp"
#include "scalars.hpp"

namespace assay {
namespace {

std::vector<std::string> split_slurm_option(std::string const& text) {
  if (!text.starts_with("--") || !is_printable_word(text)) return {};
  return {text};
}

void read_slurm_directives(Entry const& entry, JobDraft& job, Problems& problems) {
  static OptionForm const form{"sbatch",
                               "is no long option of sbatch. Write --name or "
                               "--name=value, without spaces",
                               split_slurm_option};
  read_job_directives(entry, form, job, problems);
}

constexpr std::array slurm_job_fields{
    JobField{"partition", Presence::optional, read_word<&JobWishes::partition>},
    JobField{"account", Presence::optional, read_word<&JobWishes::account>},
    JobField{"qos", Presence::optional, read_word<&JobWishes::qos>},
    JobField{"constraint", Presence::optional, read_word<&JobWishes::constraint>},
    JobField{"reservation", Presence::optional, read_word<&JobWishes::reservation>},
    JobField{"time", Presence::optional, read_job_time},
    JobField{"directives", Presence::optional, read_slurm_directives},
    JobField{"modules", Presence::optional, read_job_modules},
};

/// The last job may be one of another kind, or be left out.
void read_slurm_collect(Entry const& entry, JobSection& section, Problems& problems) {
  read_collect(entry, "slurm", slurm_job_fields, section, problems);
}

void read_slurm_continuation(Entry const& entry, JobSection& section,
                             Problems& problems) {
  read_job_continuation(entry, "slurm.continue", {"requeue", "resubmit", "no"}, section,
                        problems);
}

void read_side_by_side(Entry const& entry, JobSection& section, Problems& problems) {
  auto const choice =
      read_choice(entry.value, "slurm.side_by_side", {"yes", "no"}, problems);
  if (choice)
    section.side_by_side = *choice == "yes" ? SideBySide::yes : SideBySide::no;
}

using SlurmField = Field<JobSection>;

constexpr std::array slurm_fields{
    SlurmField{"continue", Presence::optional, read_slurm_continuation},
    SlurmField{"side_by_side", Presence::optional, read_side_by_side},
    SlurmField{"collect", Presence::optional, read_slurm_collect},
};

}  // namespace

void read_slurm_section(Entry const& entry, JobSection& section, Problems& problems) {
  read_job_section(entry, "slurm", "a mapping like {partition: main, time: 2h}",
                   slurm_job_fields, slurm_fields, section, problems);
}

void read_slurm(Entry const& entry, Draft& draft) {
  read_slurm_section(entry, draft.study.slurm, draft.problems);
}

std::vector<std::string> slurm_keys() {
  return keys_of_section(slurm_job_fields, slurm_fields);
}

}  // namespace assay
