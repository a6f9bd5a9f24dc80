// SPDX-License-Identifier: Apache-2.0
// `scaling:` and `samples:` -> what is computed, for each kind of scaling.
#include "samples_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "axis_reader.hpp"
#include "fields.hpp"
#include "model/axes.hpp"
#include "scalars.hpp"

namespace assay {
namespace {

std::string const& name_of(Scaling scaling) {
  return scaling_names()[scaling == Scaling::strong ? 0 : 1];
}

Scaling scaling_of(std::string const& name) {
  return name == name_of(Scaling::strong) ? Scaling::strong : Scaling::weak;
}

bool asked_for(Draft const& draft, Scaling scaling) {
  auto const& all = draft.study.scaling;
  return std::find(all.begin(), all.end(), scaling) != all.end();
}

void read_samples_by_scaling(Entry const& entry, Draft& draft) {
  check_keys(entry.value, "samples.", scaling_names(), draft.problems);
  auto const read = value_reader("samples", draft.catalogue);
  for (Scaling const scaling : {Scaling::strong, Scaling::weak}) {
    std::string const what = "samples." + name_of(scaling);
    Entry const* const given = find_entry(entry.value, name_of(scaling));
    if (given != nullptr)
      draft.study.samples[scaling] =
          read_values(given->value, what, read, draft.problems);
    if (draft.faulty.contains("scaling")) continue;
    if (given == nullptr && asked_for(draft, scaling))
      report_missing(entry.value, "samples.", name_of(scaling), scaling_names(),
                     draft.problems);
    if (given != nullptr && !asked_for(draft, scaling))
      draft.problems.add(given->at,
                         fmt::format("{} is given, but 'scaling' does not ask for it. "
                                     "Remove it, or add {} to 'scaling'",
                                     what, name_of(scaling)));
  }
}

}  // namespace

std::vector<std::string> const& scaling_names() {
  static std::vector<std::string> const names{"strong", "weak"};
  return names;
}

void read_scaling(Entry const& entry, Draft& draft) {
  std::size_t const before = draft.problems.count();
  ReadValue const read = [](YamlNode const& node,
                            Problems& problems) -> std::optional<AxisValue> {
    return read_choice(node, "scaling", scaling_names(), problems);
  };
  for (auto const& value : read_values(entry.value, "scaling", read, draft.problems))
    draft.study.scaling.push_back(scaling_of(to_text(value)));
  if (draft.problems.count() != before) draft.faulty.insert("scaling");
}

void read_samples(Entry const& entry, Draft& draft) {
  std::size_t const before = draft.problems.count();
  if (entry.value.kind == YamlNode::Kind::map) {
    read_samples_by_scaling(entry, draft);
  } else {
    auto const values =
        read_values(entry.value, "samples", value_reader("samples", draft.catalogue),
                    draft.problems);
    draft.study.samples = {{Scaling::strong, values}, {Scaling::weak, values}};
  }
  if (draft.problems.count() != before) draft.faulty.insert("samples");
}

}  // namespace assay
