// SPDX-License-Identifier: Apache-2.0
// What was computed: every sample, the same tallies in each repetition, and an estimate
// that agrees with theory.
#include <cmath>

#include "checks.hpp"
#include "common/partition.hpp"

namespace assay {
namespace {

Finding check_tallies(WorkerMeasurement const& measurement) {
  if (!measurement.tallies_differ) return std::nullopt;
  return found(VerdictClass::wrong_answer, "repetitions gave different tallies");
}

Finding check_estimate(WorkerMeasurement const& measurement) {
  if (!measurement.estimate) return std::nullopt;
  auto const [value, reference, standard_error] = *measurement.estimate;
  if (standard_error == 0 && value == reference) return std::nullopt;
  double const deviation = std::abs(value - reference) / standard_error;
  if (deviation <= largest_deviation) return std::nullopt;  // false for NaN
  return found(VerdictClass::wrong_answer,
               fmt::format("estimate {} is {:.1f} standard errors from {}", value,
                           deviation, reference));
}

Finding check_samples(Evidence const& evidence, WorkerMeasurement const& measurement) {
  auto const& point = evidence.requested;
  auto const [index, of] = evidence.part.value_or(Part{});
  auto const asked = share_of(point.samples, index, of);
  auto const expected = std::to_string(point.samples);
  std::uint64_t sum = 0;
  bool exact = measurement.samples == expected;
  for (auto const count : measurement.samples_by_rank)
    exact = exact && !__builtin_add_overflow(sum, count, &sum);
  if (exact && sum == asked.end - asked.begin) return std::nullopt;
  return found(
      VerdictClass::wrong_answer,
      fmt::format("{} samples asked, the ranks computed another number", expected));
}

Finding check_times(Point const& point, WorkerMeasurement const& measurement) {
  auto const& makespans_s = measurement.makespans_s;
  bool complete = makespans_s.size() == static_cast<std::size_t>(point.repetitions);
  for (double const one : makespans_s) complete = complete && one > 0;
  if (complete) return std::nullopt;
  return found(VerdictClass::no_result,
               fmt::format("{} repetitions asked, {} timed", point.repetitions,
                           makespans_s.size()));
}

}  // namespace

Finding check_measurement(Evidence const& evidence, WorkerResult const& result) {
  if (result.measurements.empty()) {
    return found(VerdictClass::no_result, "the worker measured nothing");
  }
  auto const& measurement = result.measurements.front();
  if (auto wrong = check_samples(evidence, measurement)) return wrong;
  if (auto wrong = check_tallies(measurement)) return wrong;
  if (auto wrong = check_estimate(measurement)) return wrong;
  return check_times(evidence.requested, measurement);
}

}  // namespace assay
