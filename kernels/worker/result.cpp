// SPDX-License-Identifier: Apache-2.0
// Result -> JSON text.
#include "result.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "common/activity.hpp"
#include "parameter_json.hpp"
#include "tallies_json.hpp"

namespace assay {
namespace {

Json phase(std::vector<RepetitionTimes> const& by_rank,
           double RepetitionTimes::*member) {
  Json numbers = Json::array();
  for (RepetitionTimes const& rank : by_rank) numbers.push_back(rank.*member);
  return numbers;
}

void add_times(Json& value, std::vector<std::vector<RepetitionTimes>> const& times) {
  value["repetitions"] = Json::array();
  value["makespan_s"] = Json::array();
  value["skew_bound_s"] = Json::array();
  for (std::vector<RepetitionTimes> const& by_rank : times) {
    value["repetitions"].push_back(
        {{"useful_s", phase(by_rank, &RepetitionTimes::useful_s)},
         {"reduce_s", phase(by_rank, &RepetitionTimes::reduce_s)},
         {"barrier_s", phase(by_rank, &RepetitionTimes::barrier_s)}});
    value["makespan_s"].push_back(makespan_s(by_rank));
    value["skew_bound_s"].push_back(skew_bound_s(by_rank));
  }
}

void add_tallies(Json& value, Measurement const& measurement) {
  Tally const& first = measurement.totals.front();
  value["tallies"] = tallies_json(measurement.tally_names, first);
  bool const equal = std::all_of(measurement.totals.begin(), measurement.totals.end(),
                                 [&](Tally const& total) { return total == first; });
  if (!equal) value["tallies_differ"] = true;
}

std::string hexadecimal(std::uint64_t number) {
  std::array<char, 16> digits{};
  auto const end = std::to_chars(digits.begin(), digits.end(), number, 16).ptr;
  return "0x" + std::string(digits.begin(), end);
}

Json to_json(Measurement const& measurement) {
  Json value = {{"kernel", measurement.kernel},
                {"samples", std::to_string(measurement.samples)},
                {"parameters", parameter_json(measurement.parameters)},
                {"samples_by_rank", Json::array()},
                {"tallies", Json::object()}};
  for (std::uint64_t const samples : measurement.samples_by_rank) {
    value["samples_by_rank"].push_back(std::to_string(samples));
  }
  if (auto const& part = measurement.part) {
    value["part"] = {{"index", part->index},
                     {"of", part->of},
                     {"seed", hexadecimal(measurement.seed)}};
  }
  add_tallies(value, measurement);
  if (auto const& estimate = measurement.estimate) {
    value["estimate"] = {{"value", estimate->value},
                         {"reference", estimate->reference},
                         {"standard_error", estimate->standard_error}};
  }
  if (auto const rate = measurement.ceiling_samples_per_s) {
    value["ceiling_samples_per_s"] = *rate;
  }
  add_times(value, measurement.times);
  if (!measurement.kernel_event_s.empty()) {
    value["fenced"] = true;
    value["kernel_event_s"] = measurement.kernel_event_s;
    value["devices"] = measurement.devices;
  }
  return value;
}

}  // namespace

std::string result_text(Result const& result) {
  Json value = {{"schema", 1},
                {"nonce", result.nonce},
                {"worker", result.worker},
                {"world", result.world},
                {"clock",
                 {{"name", result.clock.name},
                  {"resolution_s", result.clock.resolution_s},
                  {"overhead_s", result.clock.overhead_s}}},
                {"launch",
                 {{"mpi_init_s", result.launch.mpi_init_s},
                  {"runtime_init_s", result.launch.runtime_init_s},
                  {"total_s", result.launch.total_s}}},
                {"measurements", Json::array()}};
  for (Measurement const& measurement : result.measurements) {
    value["measurements"].push_back(to_json(measurement));
  }
  if (!result.noise_by_node.is_null()) value[noise_by_node] = result.noise_by_node;
  return to_text(value) + "\n";
}

}  // namespace assay
