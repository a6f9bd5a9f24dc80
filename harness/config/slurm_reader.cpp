// SPDX-License-Identifier: Apache-2.0
// The section `slurm:` of a study. Its texts become words of sbatch, never part of a
// script; what is checked here is only that each stays the one word it looks like.
#include "slurm_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "fields.hpp"
#include "quantity.hpp"
#include "scalars.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

bool is_printable(std::string const& text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c > ' ' && c < 127; });
}

/// What stands under `path`, "slurm." or "slurm.collect.", and where it goes.
struct JobDraft {
  JobWishes& wishes;
  std::string path;
};

/// `-D slurm.KEY=` takes back what the study or the site says.
bool is_unset(Entry const& entry) {
  return entry.value.kind == YamlNode::Kind::null && entry.at.source > 0;
}

template <std::string JobWishes::*member>
void read_word(Entry const& entry, JobDraft& job, Problems& problems) {
  (job.wishes.*member).clear();
  if (is_unset(entry)) return;
  auto const what = job.path + entry.key;
  auto const text = read_text(entry.value, what, "a name that Slurm knows", problems);
  if (!text) return;
  if (text->empty() || !is_printable(*text)) {
    problems.add(entry.value.at,
                 fmt::format("{}: {} is no name. Give one without spaces", what,
                             in_quotes(*text)));
    return;
  }
  job.wishes.*member = *text;
}

void read_job_time(Entry const& entry, JobDraft& job, Problems& problems) {
  constexpr auto wanted = "a duration like 90min, 2h";
  job.wishes.time_s.reset();
  if (is_unset(entry)) return;
  auto const what = job.path + entry.key;
  auto const text = read_plain(entry.value, what, wanted, problems);
  if (!text) return;
  auto const time = parse_duration(*text);
  if (time.ok()) {
    job.wishes.time_s = time.value;
  } else {
    problems.add(entry.value.at,
                 fmt::format("{}: {} {}", what, in_quotes(*text), time.fault));
  }
}

void read_directive(YamlNode const& node, std::string const& what, JobWishes& wishes,
                    Problems& problems) {
  auto const text = read_text(node, what, "an option of sbatch", problems);
  if (!text) return;
  if (text->rfind("--", 0) != 0 || !is_printable(*text)) {
    problems.add(node.at, fmt::format("{}: {} is no long option of sbatch. "
                                      "Write --name or --name=value, without spaces",
                                      what, in_quotes(*text)));
    return;
  }
  wishes.directives.push_back(*text);
}

void read_directives(Entry const& entry, JobDraft& job, Problems& problems) {
  auto const what = job.path + entry.key;
  if (is_unset(entry)) return job.wishes.directives.clear();
  if (entry.value.kind != YamlNode::Kind::list)
    return report_kind(entry.value, what, "a list of options of sbatch", problems);
  for (auto const& item : entry.value.items)
    read_directive(item, what, job.wishes, problems);
}

using JobField = Field<JobDraft>;

constexpr std::array job_fields{
    JobField{"partition", Presence::optional, read_word<&JobWishes::partition>},
    JobField{"account", Presence::optional, read_word<&JobWishes::account>},
    JobField{"qos", Presence::optional, read_word<&JobWishes::qos>},
    JobField{"constraint", Presence::optional, read_word<&JobWishes::constraint>},
    JobField{"reservation", Presence::optional, read_word<&JobWishes::reservation>},
    JobField{"time", Presence::optional, read_job_time},
    JobField{"directives", Presence::optional, read_directives},
};

/// The last job may be one of another kind, or be left out.
void read_collect(Entry const& entry, JobSection& section, Problems& problems) {
  section.collects = true;
  section.collect.reset();
  if (is_unset(entry)) return;
  if (entry.value.kind != YamlNode::Kind::map) {
    auto const choice =
        read_choice(entry.value, "slurm.collect", {"yes", "no"}, problems);
    section.collects = !choice || *choice == "yes";
    return;
  }
  JobDraft job{section.collect.emplace(), "slurm.collect."};
  auto const known = keys_of(job_fields);
  check_keys(entry.value, job.path, known, problems);
  read_fields(entry.value, job_fields, known, job, problems);
}

void read_continuation(Entry const& entry, JobSection& section, Problems& problems) {
  auto const choice = read_choice(entry.value, "slurm.continue",
                                  {"requeue", "resubmit", "no"}, problems);
  if (!choice) return;
  section.continuation = *choice == "requeue"    ? Continuation::requeue
                         : *choice == "resubmit" ? Continuation::resubmit
                                                 : Continuation::none;
}

void read_side_by_side(Entry const& entry, JobSection& section, Problems& problems) {
  auto const choice =
      read_choice(entry.value, "slurm.side_by_side", {"yes", "no"}, problems);
  if (choice)
    section.side_by_side = *choice == "yes" ? SideBySide::yes : SideBySide::no;
}

using SlurmField = Field<JobSection>;

constexpr std::array slurm_fields{
    SlurmField{"continue", Presence::optional, read_continuation},
    SlurmField{"side_by_side", Presence::optional, read_side_by_side},
    SlurmField{"collect", Presence::optional, read_collect},
};

}  // namespace

void read_slurm_section(Entry const& entry, JobSection& section, Problems& problems) {
  if (entry.value.kind != YamlNode::Kind::map)
    return report_kind(entry.value, "slurm",
                       "a mapping like {partition: main, time: 2h}", problems);
  auto const known = slurm_keys();
  check_keys(entry.value, "slurm.", known, problems);
  JobDraft job{section, "slurm."};
  read_fields(entry.value, job_fields, known, job, problems);
  read_fields(entry.value, slurm_fields, known, section, problems);
}

void read_slurm(Entry const& entry, Draft& draft) {
  read_slurm_section(entry, draft.study.slurm, draft.problems);
}

std::vector<std::string> slurm_keys() {
  auto keys = keys_of(job_fields);
  auto const more = keys_of(slurm_fields);
  keys.insert(keys.end(), more.begin(), more.end());
  return keys;
}

}  // namespace assay
