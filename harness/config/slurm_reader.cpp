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

template <std::string SlurmSection::*member>
void read_word(Entry const& entry, SlurmSection& section, Problems& problems) {
  auto const what = "slurm." + entry.key;
  auto const text = read_text(entry.value, what, "a name that Slurm knows", problems);
  if (!text) return;
  if (text->empty() || !is_printable(*text)) {
    problems.add(entry.value.at,
                 fmt::format("{}: {} is no name. Give one without spaces", what,
                             in_quotes(*text)));
    return;
  }
  section.*member = *text;
}

void read_job_time(Entry const& entry, SlurmSection& section, Problems& problems) {
  constexpr auto wanted = "a duration like 90min, 2h";
  auto const text = read_plain(entry.value, "slurm.time", wanted, problems);
  if (!text) return;
  auto const time = parse_duration(*text);
  if (time.ok()) {
    section.time_s = time.value;
  } else {
    problems.add(entry.value.at,
                 fmt::format("slurm.time: {} {}", in_quotes(*text), time.fault));
  }
}

void read_directive(YamlNode const& node, SlurmSection& section, Problems& problems) {
  auto const text =
      read_text(node, "slurm.directives", "an option of sbatch", problems);
  if (!text) return;
  if (text->rfind("--", 0) != 0 || !is_printable(*text)) {
    problems.add(node.at,
                 fmt::format("slurm.directives: {} is no long option of sbatch. "
                             "Write --name or --name=value, without spaces",
                             in_quotes(*text)));
    return;
  }
  section.directives.push_back(*text);
}

void read_directives(Entry const& entry, SlurmSection& section, Problems& problems) {
  if (entry.value.kind != YamlNode::Kind::list) {
    report_kind(entry.value, "slurm.directives", "a list of options of sbatch",
                problems);
    return;
  }
  for (auto const& item : entry.value.items) read_directive(item, section, problems);
}

void read_continuation(Entry const& entry, SlurmSection& section, Problems& problems) {
  auto const choice = read_choice(entry.value, "slurm.continue",
                                  {"requeue", "resubmit", "no"}, problems);
  if (!choice) return;
  section.continuation = *choice == "requeue"    ? Continuation::requeue
                         : *choice == "resubmit" ? Continuation::resubmit
                                                 : Continuation::none;
}

void read_side_by_side(Entry const& entry, SlurmSection& section, Problems& problems) {
  auto const choice =
      read_choice(entry.value, "slurm.side_by_side", {"yes", "no"}, problems);
  if (choice)
    section.side_by_side = *choice == "yes" ? SideBySide::yes : SideBySide::no;
}

using SlurmField = Field<SlurmSection>;

constexpr std::array slurm_fields{
    SlurmField{"partition", Presence::optional, read_word<&SlurmSection::partition>},
    SlurmField{"account", Presence::optional, read_word<&SlurmSection::account>},
    SlurmField{"qos", Presence::optional, read_word<&SlurmSection::qos>},
    SlurmField{"constraint", Presence::optional, read_word<&SlurmSection::constraint>},
    SlurmField{"reservation", Presence::optional,
               read_word<&SlurmSection::reservation>},
    SlurmField{"time", Presence::optional, read_job_time},
    SlurmField{"directives", Presence::optional, read_directives},
    SlurmField{"continue", Presence::optional, read_continuation},
    SlurmField{"side_by_side", Presence::optional, read_side_by_side},
};

}  // namespace

void read_slurm_section(Entry const& entry, SlurmSection& section, Problems& problems) {
  if (entry.value.kind != YamlNode::Kind::map)
    return report_kind(entry.value, "slurm",
                       "a mapping like {partition: main, time: 2h}", problems);
  auto const known = slurm_keys();
  check_keys(entry.value, "slurm.", known, problems);
  read_fields(entry.value, slurm_fields, known, section, problems);
}

void read_slurm(Entry const& entry, Draft& draft) {
  read_slurm_section(entry, draft.study.slurm, draft.problems);
}

std::vector<std::string> slurm_keys() { return keys_of(slurm_fields); }

}  // namespace assay
