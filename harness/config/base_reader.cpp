// SPDX-License-Identifier: Apache-2.0
// `base:` -> what speedups are relative to.
#include "base_reader.hpp"

#include <array>
#include <string>
#include <vector>

#include "fields.hpp"
#include "imported_rows_reader.hpp"
#include "model/axes.hpp"
#include "scalars.hpp"
#include "study_axes.hpp"

namespace assay {
namespace {

constexpr Bounds base_cores{1, 1'000'000'000};

void read_kernel(Entry const& entry, Draft& draft, Problems& problems) {
  if (draft.faulty.contains("kernel")) return;
  std::vector<std::string> known;
  for (auto const& value : values_of(draft, "kernel")) known.push_back(to_text(value));
  auto const what = entry.key == "base" ? entry.key : "base." + entry.key;
  auto& kernel = draft.study.base.kernel;
  if (!kernel.empty())
    problems.add(entry.at, "base: both a kernel and a program are given. Remove one");
  kernel = read_choice(entry.value, what, known, problems).value_or("");
}

void read_cores(Entry const& entry, Draft& draft, Problems& problems) {
  draft.study.base.cores = static_cast<int>(
      read_integer(entry.value, "base.cores", base_cores, problems).value_or(0));
}

void read_in_each_job(Entry const& entry, Draft& draft, Problems& problems) {
  auto const word =
      read_choice(entry.value, "base.in_each_job", {"yes", "no"}, problems);
  if (word) draft.study.base.in_each_job = *word == "yes";
}

using BaseField = Field<Draft>;

/// Its words share the mapping with none of those above.
void read_imported(Entry const& entry, Draft& draft) {
  draft.study.base.is_imported = true;
  if (auto rows = read_imported_rows(entry.value, "base", Role::base, draft))
    draft.study.imports.push_back(*std::move(rows));
}

constexpr std::array base_fields{
    BaseField{"kernel", Presence::optional, read_kernel},
    BaseField{"program", Presence::optional, read_kernel},
    BaseField{"cores", Presence::optional, read_cores},
    BaseField{"in_each_job", Presence::optional, read_in_each_job},
};

}  // namespace

void read_base(Entry const& entry, Draft& draft) {
  if (entry.value.kind == YamlNode::Kind::scalar)
    return read_kernel(entry, draft, draft.problems);
  if (entry.value.kind != YamlNode::Kind::map)
    return report_kind(entry.value, "base",
                       "the name of a kernel or program, or a mapping like {cores: 24}",
                       draft.problems);
  if (find_entry(entry.value, "import") != nullptr) return read_imported(entry, draft);
  auto known = keys_of(base_fields);
  known.emplace_back("import");
  check_keys(entry.value, "base.", known, draft.problems);
  read_fields(entry.value, base_fields, known, draft, draft.problems);
}

}  // namespace assay
