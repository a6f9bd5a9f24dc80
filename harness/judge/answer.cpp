// SPDX-License-Identifier: Apache-2.0
// What was computed: every sample, the same tallies as elsewhere, and an estimate that
// agrees with theory.
#include <cmath>

#include "checks.hpp"
#include "partition.hpp"

namespace assay {
namespace {

using nlohmann::json;

Finding check_tallies(Evidence const& evidence, json const& measurement) {
  if (measurement.value("tallies_differ", false)) {
    return found(VerdictClass::wrong_answer, "repetitions gave different tallies");
  }
  auto const tallies = measurement.at("tallies").dump();
  if (evidence.expected_tallies && tallies != *evidence.expected_tallies) {
    return found(VerdictClass::wrong_answer,
                 fmt::format("tallies {} where other points have {}", tallies,
                             *evidence.expected_tallies));
  }
  return std::nullopt;
}

// JSON has no NaN: it arrives as null.
double number(json const& value) {
  return value.is_number() ? value.get<double>() : NAN;
}

Finding check_estimate(json const& measurement) {
  if (!measurement.contains("estimate")) return std::nullopt;
  auto const& estimate = measurement.at("estimate");
  double const value = number(estimate.at("value"));
  double const reference = number(estimate.at("reference"));
  double const standard_error = number(estimate.at("standard_error"));
  if (standard_error == 0 && value == reference) return std::nullopt;
  double const deviation = std::abs(value - reference) / standard_error;
  if (deviation <= largest_deviation) return std::nullopt;  // false for NaN
  return found(VerdictClass::wrong_answer,
               fmt::format("estimate {} is {:.1f} standard errors from {}", value,
                           deviation, reference));
}

Finding check_samples(Evidence const& evidence, json const& measurement) {
  auto const& point = evidence.requested;
  auto const [index, of] = evidence.part.value_or(Part{});
  auto const asked = share_of(point.samples, index, of);
  auto const expected = std::to_string(point.samples);
  std::uint64_t sum = 0;
  bool exact = measurement.at("samples") == expected;
  for (auto const& part : measurement.at("samples_by_rank")) {
    std::uint64_t const count = std::stoull(part.get<std::string>());
    exact = exact && !__builtin_add_overflow(sum, count, &sum);
  }
  if (exact && sum == asked.end - asked.begin) return std::nullopt;
  return found(
      VerdictClass::wrong_answer,
      fmt::format("{} samples asked, the ranks computed another number", expected));
}

Finding check_times(Point const& point, json const& measurement) {
  auto const& makespans = measurement.at("makespan_s");
  bool complete = makespans.size() == static_cast<std::size_t>(point.repetitions);
  for (auto const& one : makespans) complete = complete && number(one) > 0;
  if (complete) return std::nullopt;
  return found(VerdictClass::no_result,
               fmt::format("{} repetitions asked, {} timed", point.repetitions,
                           makespans.size()));
}

}  // namespace

Finding check_measurement(Evidence const& evidence, json const& result) {
  auto const& measurements = result.at("measurements");
  if (measurements.empty()) {
    return found(VerdictClass::no_result, "the worker measured nothing");
  }
  auto const& measurement = measurements.at(0);
  if (auto wrong = check_samples(evidence, measurement)) return wrong;
  if (auto wrong = check_tallies(evidence, measurement)) return wrong;
  if (auto wrong = check_estimate(measurement)) return wrong;
  return check_times(evidence.requested, measurement);
}

}  // namespace assay
