// SPDX-License-Identifier: Apache-2.0
// Sums of unsigned integers, so the order of the parts is of no matter.
#include "combine.hpp"

#include <set>
#include <stdexcept>
#include <string>

#include "contract/registry.hpp"
#include "job.hpp"
#include "parameter_json.hpp"
#include "tallies_json.hpp"

namespace assay {
namespace {

/// What all parts of a measurement have in common.
Json question(Json const& measurement) {
  auto const& part = measurement.at("part");
  return {measurement.at("kernel"), measurement.at("samples"),
          measurement.at("parameters"), part.at("of"), part.at("seed")};
}

void check(std::vector<Json> const& parts) {
  std::set<int> indices;
  for (auto const& part : parts) {
    if (question(part) != question(parts.front()))
      throw std::runtime_error("the parts are of different measurements: " +
                               to_text(question(parts.front())) + " and " +
                               to_text(question(part)));
    int const index = part.at("part").at("index");
    if (!indices.insert(index).second)
      throw std::runtime_error("part " + std::to_string(index) + " is there twice");
  }
  auto const of = parts.front().at("part").at("of").get<std::size_t>();
  if (indices.size() != of)
    throw std::runtime_error(std::to_string(indices.size()) + " of " +
                             std::to_string(of) + " parts are there");
}

Tally sum_of(std::vector<Json> const& parts, Kernel const& kernel) {
  Tally total(kernel.tallies.size());
  for (auto const& part : parts) {
    if (part.value("tallies_differ", false))
      throw std::runtime_error("a part gave different tallies in its repetitions");
    for (std::size_t i = 0; i < total.size(); ++i) {
      total[i] +=
          std::stoull(part.at("tallies").at(kernel.tallies[i]).get<std::string>());
    }
  }
  return total;
}

void add_estimate(Json& sum, Kernel const& kernel, Tally const& total,
                  std::uint64_t samples, ParameterValues const& parameters) {
  if (kernel.estimate == nullptr) return;
  auto const estimate = kernel.estimate(total, samples, parameters);
  if (!estimate) return;
  sum["estimate"] = {{"value", estimate->value},
                     {"reference", estimate->reference},
                     {"standard_error", estimate->standard_error}};
}

Json combined(std::vector<Json> const& parts) {
  check(parts);
  auto const& first = parts.front();
  auto const& kernel = kernel_named(first.at("kernel").get<std::string>());
  auto const parameters = parse_parameters(first.at("parameters"));
  auto const total = sum_of(parts, kernel);
  Json sum{{"kernel", kernel.name},
           {"samples", first.at("samples")},
           {"parameters", parameter_json(parameters)},
           {"seed", first.at("part").at("seed")},
           {"parts", parts.size()},
           {"tallies", tallies_json(kernel.tallies, total)}};
  add_estimate(sum, kernel, total, std::stoull(first.at("samples").get<std::string>()),
               parameters);
  return sum;
}

}  // namespace

Json combine(std::vector<Json> const& results) {
  auto list = Json::array();
  auto const count = results.empty() ? 0 : results.front().at("measurements").size();
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<Json> parts;
    parts.reserve(results.size());
    for (auto const& result : results) parts.push_back(result.at("measurements").at(i));
    list.push_back(combined(parts));
  }
  return list;
}

}  // namespace assay
