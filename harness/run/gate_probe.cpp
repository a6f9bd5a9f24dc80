// SPDX-License-Identifier: Apache-2.0
// The gate of a program: a process of ours under the same launcher words.
#include "gate_probe.hpp"

#include <algorithm>

#include "model/launcher.hpp"
#include "text/placeholders.hpp"

namespace assay {
namespace {

bool names(CommandPrefix const& prefix, std::string const& name) {
  return std::any_of(prefix.words.begin(), prefix.words.end(), [&](auto const& word) {
    return word.find("{" + name + "}") != word.npos;
  });
}

/// What stands before the program may name derived values, and stands before the probe.
void drop_unnamed(Point& point) {
  std::erase_if(point.derived, [&](auto const& one) {
    bool const is_of_launcher =
        point.own_launcher != nullptr && names(point.own_launcher->own, one.first);
    return !is_of_launcher && (point.wrap == nullptr || !names(*point.wrap, one.first));
  });
}

}  // namespace

Point probe_point(Point const& program_point) {
  Point point = program_point;
  point.program = nullptr;
  point.kernel = "place";
  point.parameters.clear();
  for (auto& [name, value] : point.env) value = fill_known(value, point.derived);
  drop_unnamed(point);
  point.samples = 1;
  point.repetitions = 1;
  for (auto const* libraries : {"LD_LIBRARY_PATH", "LD_PRELOAD"})
    point.env.erase(libraries);    // the program's own
  point.env["ASSAY_RESULT"] = "";  // passed on by name: the words are then the same
  return point;
}

Verdict refused_by(Verdict const& probe) {
  if (probe.of == VerdictClass::interrupted) return probe;
  return {probe.of, "the probe of its geometry failed: " + probe.detail};
}

}  // namespace assay
