// SPDX-License-Identifier: Apache-2.0
// The keys of a study, and the tree -> Study.
#include "study_reader.hpp"

#include <fmt/format.h>

#include <array>

#include "axis_reader.hpp"
#include "base_reader.hpp"
#include "derive_reader.hpp"
#include "env_reader.hpp"
#include "fields.hpp"
#include "gridengine_reader.hpp"
#include "hosts_reader.hpp"
#include "imported_rows_reader.hpp"
#include "launch_files_reader.hpp"
#include "launcher_reader.hpp"
#include "left_over.hpp"
#include "match_reader.hpp"
#include "metric_reader.hpp"
#include "model/axes.hpp"
#include "parameters_reader.hpp"
#include "program_reader.hpp"
#include "quantity.hpp"
#include "readings_reader.hpp"
#include "rules_reader.hpp"
#include "samples_reader.hpp"
#include "scalars.hpp"
#include "simulate_reader.hpp"
#include "site_reader.hpp"
#include "slurm_reader.hpp"
#include "study_axes.hpp"
#include "text/names.hpp"
#include "text/utf8.hpp"
#include "weak_work.hpp"
#include "zip_reader.hpp"

namespace assay {
namespace {

constexpr Bounds repetition_bounds{1, 10'000};
constexpr Bounds point_bounds{1, 10'000'000};

void read_name(Entry const& entry, Draft& draft, Problems& problems) {
  auto const name = read_text(entry.value, "study", "a name", problems);
  if (!name) return;
  draft.study.name = *name;
  if (!is_name(*name))
    problems.add(entry.value.at,
                 fmt::format("study: {} cannot name a directory of results. Use 1 to "
                             "64 of letters, digits, . _ -, not starting with . or -",
                             in_quotes(*name)));
}

void read_program_name(Entry const& entry, Draft& draft, Problems& problems) {
  draft.program_name =
      read_text(entry.value, "name", "a name for the program", problems).value_or("");
}

void read_axis_key(Entry const& entry, Draft& draft, Problems&) {
  if (entry.key == "launcher")
    return read_axis(entry, entry.key, launcher_reader(draft), draft);
  read_axis(entry, entry.key, value_reader(entry.key, draft.catalogue), draft);
}

/// Drops the list of problems where the reader takes them from the draft.
template <void (*read)(Entry const&, Draft&)>
void with_draft(Entry const& entry, Draft& draft, Problems&) {
  read(entry, draft);
}

void read_repetitions(Entry const& entry, Draft& draft, Problems& problems) {
  auto const number =
      read_integer(entry.value, "repetitions", repetition_bounds, problems);
  draft.study.repetitions = static_cast<int>(number.value_or(1));
}

void read_ceiling_repetitions(Entry const& entry, Draft& draft, Problems& problems) {
  auto const number =
      read_integer(entry.value, "ceiling_repetitions", repetition_bounds, problems);
  draft.study.ceiling_repetitions = static_cast<int>(number.value_or(0));
}

void read_target(Entry const& entry, Draft& draft, Problems& problems) {
  constexpr Quantity efficiency{parse_percentage, "a percentage like 70%"};
  draft.study.target = read_quantity(entry.value, "target", efficiency, problems)
                           .value_or(draft.study.target);
}

void read_order_seed(Entry const& entry, Draft& draft, Problems& problems) {
  draft.study.order_seed = read_seed(entry.value, "order_seed", problems);
}

void read_max_points(Entry const& entry, Draft& draft, Problems& problems) {
  draft.study.max_points =
      read_integer(entry.value, "max_points", point_bounds, problems).value_or(1);
}

using StudyField = Field<Draft>;

/// What stands before the axes: what a key refers to is read before it.
constexpr std::array first_fields{
    StudyField{"study", Presence::required, read_name},
    StudyField{"scaling", Presence::required, with_draft<read_scaling>},
    StudyField{"samples", Presence::optional, with_draft<read_samples>},
    StudyField{"kernel", Presence::optional, read_axis_key},
    StudyField{"name", Presence::optional, read_program_name},
    StudyField{"program", Presence::optional, with_draft<read_program>},
};

constexpr std::array further_fields{
    StudyField{"working_directory", Presence::optional,
               with_draft<read_working_directory>},
    StudyField{"parameters", Presence::optional, with_draft<read_parameters>},
    StudyField{"env", Presence::optional, with_draft<read_env>},
    StudyField{"wrap", Presence::optional, with_draft<read_wrap>},
    StudyField{"derive", Presence::optional, with_draft<read_derive>},
    StudyField{"files", Presence::optional, with_draft<read_files>},
    StudyField{"stdin", Presence::optional, with_draft<read_stdin>},
    StudyField{"keep", Presence::optional, with_draft<read_keep>},
    StudyField{"metrics", Presence::optional, with_draft<read_metrics>},
    StudyField{"time", Presence::optional, with_draft<read_time>},
    StudyField{"curves", Presence::optional, with_draft<read_curves>},
    StudyField{"check", Presence::optional, with_draft<read_check>},
    StudyField{"proof", Presence::optional, with_draft<read_proof>},
    StudyField{"setup", Presence::optional, with_draft<read_setup>},
    StudyField{"cleanup", Presence::optional, with_draft<read_cleanup>},
    StudyField{"repetitions", Presence::optional, read_repetitions},
    StudyField{"ceiling_repetitions", Presence::optional, read_ceiling_repetitions},
    StudyField{"target", Presence::optional, read_target},
    StudyField{"launches", Presence::optional, with_draft<read_launches>},
    StudyField{"limits", Presence::optional, with_draft<read_limits>},
    StudyField{"slurm", Presence::optional, with_draft<read_slurm>},
    StudyField{"gridengine", Presence::optional, with_draft<read_gridengine>},
    StudyField{"hosts", Presence::optional, with_draft<read_hosts>},
    StudyField{"simulate", Presence::optional, with_draft<read_simulate>},
    StudyField{"order_seed", Presence::optional, read_order_seed},
    StudyField{"max_points", Presence::optional, read_max_points},
};

/// Read once all axes are there.
constexpr std::array last_fields{
    StudyField{"zip", Presence::optional, with_draft<read_zip>},
    StudyField{"base", Presence::optional, with_draft<read_base>},
    StudyField{"beside", Presence::optional, with_draft<read_beside>},
    StudyField{"exclude", Presence::optional,
               [](Entry const& entry, Draft& draft, Problems&) {
                 draft.study.exclude = read_matches(entry, draft);
               }},
    StudyField{"only", Presence::optional,
               [](Entry const& entry, Draft& draft, Problems&) {
                 draft.study.only = read_matches(entry, draft);
               }},
};

/// In the order of reading.
std::vector<StudyField> const& own_fields() {
  static auto const fields = [] {
    std::vector<StudyField> all(first_fields.begin(), first_fields.end());
    for (auto const& axis : swept_axes().subspan(1))  // the kernel is among the first
      all.push_back({axis.name, Presence::optional, read_axis_key});
    all.insert(all.end(), further_fields.begin(), further_fields.end());
    return all;
  }();
  return fields;
}

void check_something_scales(YamlNode const& root, Draft& draft) {
  for (auto const* key : {"nodes", "ranks", "threads"})
    if (find_entry(root, key) != nullptr || is_misspelt(root, key, study_keys()))
      return;
  draft.problems.add(
      root.at,
      "none of 'nodes', 'ranks', 'threads' is given (nothing would scale). Add one");
}

}  // namespace

void read_keys(YamlNode const& root, Draft& draft) {
  begin_with_site(draft);
  auto const known = study_keys();
  check_keys(root, "", known, draft.problems);
  read_fields(root, own_fields(), known, draft, draft.problems);
  check_programs(root, draft);
  check_prefixes(draft);
  complete_from_site(root, draft);
  check_simulate(root, draft);
  share_readings(root, draft);
  share_launch_files(root, draft);
  check_something_scales(root, draft);
  complete_axes(draft);
  read_fields(root, last_fields, known, draft, draft.problems);
  warn_of_equal_work(root, draft);
  warn_of_left_over(root, draft);
}

std::vector<std::string> study_keys() {
  auto keys = keys_of(own_fields());
  auto const more = keys_of(last_fields);
  keys.insert(keys.end(), more.begin(), more.end());
  return keys;
}

}  // namespace assay
