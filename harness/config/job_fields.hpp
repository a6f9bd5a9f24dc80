// SPDX-License-Identifier: Apache-2.0
// What the sections of all schedulers have in common. Their texts become words of a
// command, never part of a script; what is checked here is only that each stays the
// word it looks like.
#pragma once

#include <string>

#include "fields.hpp"
#include "model/job_section.hpp"
#include "scalars.hpp"

namespace assay {

/// What stands under `path`, "slurm." or "slurm.collect.", and where it goes.
struct JobDraft {
  JobWishes& wishes;
  std::string path;
};

/// `-D slurm.KEY=` takes back what the study or the site says.
bool is_unset(Entry const& entry);

void read_job_word(Entry const& entry, std::string JobWishes::*member, JobDraft& job,
                   Problems& problems);

/// The same, as a field.
template <std::string JobWishes::*member>
void read_word(Entry const& entry, JobDraft& job, Problems& problems) {
  read_job_word(entry, member, job, problems);
}

void read_job_time(Entry const& entry, JobDraft& job, Problems& problems);

/// One option of a command, as its words; empty where it is none.
using SplitOption = std::vector<std::string> (*)(std::string const& text);

/// How the options of a scheduler's command are written.
struct OptionForm {
  std::string command;  ///< sbatch
  std::string cure;     ///< what to write
  SplitOption split = nullptr;
};

void read_job_directives(Entry const& entry, OptionForm const& form, JobDraft& job,
                         Problems& problems);

/// `modules: [gcc/12, openmpi/4.1]`; a study's take the place of the site's.
void read_job_modules(Entry const& entry, JobDraft& job, Problems& problems);

using JobField = Field<JobDraft>;

/// Whether the last job is left out, or the entry says how it is asked for: then its
/// wishes are begun, and returned.
JobWishes* read_job_collect(Entry const& entry, std::string const& what,
                            JobSection& section, Problems& problems);

/// `choices`: requeue, resubmit and no, or fewer.
void read_job_continuation(Entry const& entry, std::string const& what,
                           std::vector<std::string> const& choices, JobSection& section,
                           Problems& problems);

bool is_printable_word(std::string const& text);

/// The keys of a section of fields of each job and of its own.
template <typename JobFields, typename SectionFields>
std::vector<std::string> keys_of_section(JobFields const& job_fields,
                                         SectionFields const& section_fields) {
  auto keys = keys_of(job_fields);
  auto const more = keys_of(section_fields);
  keys.insert(keys.end(), more.begin(), more.end());
  return keys;
}

/// A section of fields of each job and of its own.
template <typename JobFields, typename SectionFields>
void read_job_section(Entry const& entry, std::string const& name,
                      std::string const& wanted, JobFields const& job_fields,
                      SectionFields const& section_fields, JobSection& section,
                      Problems& problems) {
  section.is_given = true;
  if (entry.value.kind != YamlNode::Kind::map)
    return report_kind(entry.value, name, wanted, problems);
  auto const known = keys_of_section(job_fields, section_fields);
  check_keys(entry.value, name + ".", known, problems);
  JobDraft job{section, name + "."};
  read_fields(entry.value, job_fields, known, job, problems);
  read_fields(entry.value, section_fields, known, section, problems);
}

/// How the last job of a section is asked for: of the same fields as the others.
template <typename JobFields>
void read_collect(Entry const& entry, std::string const& name,
                  JobFields const& job_fields, JobSection& section,
                  Problems& problems) {
  auto* const wishes = read_job_collect(entry, name + ".collect", section, problems);
  if (wishes == nullptr) return;
  JobDraft job{*wishes, name + ".collect."};
  auto const known = keys_of(job_fields);
  check_keys(entry.value, job.path, known, problems);
  read_fields(entry.value, job_fields, known, job, problems);
}

}  // namespace assay
