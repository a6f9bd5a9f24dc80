// SPDX-License-Identifier: Apache-2.0
// A program knows of more work by its words, its variables or its files.
#include "weak_work.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "text/placeholders.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

constexpr std::array resources{"nodes", "ranks", "threads"};
constexpr std::array constants{"seed",      "launch",      "attempt_dir",
                               "study_dir", "results_dir", "python"};

template <class Names, class Name>
bool holds(Names const& names, Name const& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Whether the axis is swept together with the resources, or may be by conditions.
bool is_tied(std::string const& axis, Study const& study) {
  return !study.exclude.empty() || !study.only.empty() ||
         is_zipped_with_resources(axis, study);
}

bool is_derived_from_point(std::string const& name, Study const& study) {
  return !constant_names(study.derive).contains(name) &&
         std::any_of(study.derive.begin(), study.derive.end(),
                     [&](Derivation const& one) { return one.name == name; });
}

bool is_constant(std::string const& name, Study const& study) {
  return holds(constants, name) || constant_names(study.derive).contains(name);
}

bool grows(std::string const& name, Study const& study) {
  if (name.starts_with("parameters.") || name.starts_with("env."))
    return is_tied(name, study);
  return !is_constant(name, study);
}

bool words_grow(Program const& program, Study const& study) {
  return std::any_of(program.argv.begin(), program.argv.end(), [&](auto const& word) {
    auto const names = placeholders_in(word).value;
    return std::any_of(names.begin(), names.end(),
                       [&](auto const& one) { return grows(one.name, study); });
  });
}

bool has_derived(AxisValue const& value, Study const& study) {
  auto const* text = std::get_if<std::string>(&value);
  return text != nullptr &&
         std::any_of(study.derive.begin(), study.derive.end(), [&](auto const& one) {
           return is_derived_from_point(one.name, study) &&
                  text->find("{" + one.name + "}") != text->npos;
         });
}

bool variables_grow(Study const& study) {
  return std::any_of(study.axes.begin(), study.axes.end(), [&](Axis const& axis) {
    if (!axis.name.starts_with("env.")) return false;
    return (axis.values.size() > 1 && is_tied(axis.name, study)) ||
           std::any_of(axis.values.begin(), axis.values.end(),
                       [&](auto const& value) { return has_derived(value, study); });
  });
}

bool files_grow(YamlNode const& root) {
  return find_entry(root, "files") != nullptr || find_entry(root, "stdin") != nullptr;
}

}  // namespace

bool is_zipped_with_resources(std::string const& axis, Study const& study) {
  return std::any_of(study.zip.begin(), study.zip.end(), [&](auto const& group) {
    return holds(group, axis) &&
           std::any_of(resources.begin(), resources.end(),
                       [&](auto const* unit) { return holds(group, unit); });
  });
}

void warn_of_equal_work(YamlNode const& root, Draft& draft) {
  auto const& study = draft.study;
  auto const* scaling = find_entry(root, "scaling");
  bool const may_grow = files_grow(root) || variables_grow(study);
  if (scaling == nullptr || may_grow || study.cluster ||
      !holds(study.scaling, Scaling::weak))
    return;
  for (auto const& program : study.programs)
    if (!words_grow(*program, study))
      draft.problems.warn(
          scaling->value.at,
          fmt::format("scaling: weak, but nothing that program {} is told grows with "
                      "the resources: unless it takes its size per rank, its work is "
                      "the same at every point. Let a word grow, as {{samples}} (with "
                      "samples: N per core) or {{ranks}} does",
                      in_quotes(program->name)));
}

}  // namespace assay
