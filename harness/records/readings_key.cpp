// SPDX-License-Identifier: Apache-2.0
// What two starts of a study read from the output of its programs: the same, or not.
#include "readings_key.hpp"

#include "common/json.hpp"
#include "os/sha256.hpp"

namespace assay {
namespace {

Json json_of(TextSource const& from) {
  return {static_cast<int>(from.stream), from.file};
}

Json json_of(Metric const& metric) {
  return {metric.name,
          static_cast<int>(metric.source),
          metric.text,
          metric.unit,
          json_of(metric.from),
          static_cast<int>(metric.which),
          metric.warm_up,
          std::string(1, metric.decimal.value_or(' ')),
          static_cast<int>(kind_of(metric))};
}

Json json_of(AnswerCheck const& check) {
  auto expected = Json::array();
  for (auto const& [samples, value] : check.expected)
    expected.push_back({samples.value_or(0), value});
  return {check.pattern.value_or(""),
          json_of(check.from),
          check.value.value_or(""),
          check.within,
          expected,
          check.estimate.value_or("")};
}

}  // namespace

std::string readings_key(Readings const& readings) {
  auto metrics = Json::array();
  for (auto const& metric : readings.metrics) metrics.push_back(json_of(metric));
  Json const all{metrics, readings.curves.front(), json_of(readings.check)};
  return sha256(to_text(all));
}

}  // namespace assay
