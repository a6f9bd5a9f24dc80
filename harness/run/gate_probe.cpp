// SPDX-License-Identifier: Apache-2.0
// The gate of a program: our worker under the same launcher words.
#include "gate_probe.hpp"

namespace assay {
namespace {

/// Long enough for every thread to take part, a few milliseconds on a core.
constexpr std::uint64_t samples_per_core = 1'000'000;

}  // namespace

Point probe_point(Point const& program_point) {
  Point point = program_point;
  point.program = nullptr;
  point.kernel = "pi";
  point.parameters.clear();
  point.samples = samples_per_core * static_cast<std::uint64_t>(point.cores());
  point.repetitions = 2;
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
