// SPDX-License-Identifier: Apache-2.0
// Finds a subject by its name, and runs it.
#include "subject.hpp"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <sstream>
#include <stdexcept>

#include "contract/parameters.hpp"
#include "contract/registry.hpp"
#include "contract/sole_peer.hpp"

namespace assay {
namespace {

constexpr std::uint64_t seed = 0x548c9decbce65297U;

/// In the type that the kernel declares.
ParameterValue parse_value(Kernel const& kernel, std::string const& name,
                           std::string const& text) {
  auto const found =
      std::find_if(kernel.parameters.begin(), kernel.parameters.end(),
                   [&](Parameter const& one) { return one.name == name; });
  if (found == kernel.parameters.end()) {
    throw std::runtime_error(kernel.name + " has no parameter '" + name + "'");
  }
  if (std::holds_alternative<std::int64_t>(found->default_value)) {
    return std::int64_t{std::stoll(text)};
  }
  if (std::holds_alternative<double>(found->default_value)) return std::stod(text);
  return text;
}

double seconds_of(Clock clock) {
  timespec now{};
  clock_gettime(clock == Clock::cpu ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

Comparator find_comparator(Kernel const& kernel, std::string const& name) {
  for (Comparator const& comparator : registered_comparators()) {
    if (comparator.kernel == kernel.name && comparator.name == name) return comparator;
  }
  throw std::runtime_error(kernel.name + " has no comparator '" + name + "'");
}

void check(Subject const& subject, Tally const& tally, std::uint64_t samples) {
  Kernel const& kernel = *subject.kernel;
  bool const answers = !subject.comparator || subject.comparator->role == Role::rival;
  if (!answers || kernel.estimate == nullptr) return;
  auto const estimate =
      kernel.estimate(tally, samples, complete_parameters(kernel, subject.parameters));
  if (!estimate) return;
  double const error = std::abs(estimate->value - estimate->reference);
  if (error <= 5 * estimate->standard_error) return;
  throw std::runtime_error("wrong answer: " + std::to_string(estimate->value) +
                           " for " + std::to_string(estimate->reference));
}

}  // namespace

double Subject::nominal_samples_per_second() const {
  return comparator ? comparator->nominal_samples_per_second
                    : kernel->nominal_samples_per_second;
}

Subject parse_subject(std::string const& name) {
  std::istringstream words(name);
  std::string word;
  std::getline(words, word, '/');
  Subject subject{.kernel = &kernel_named(word), .parameters = {}, .comparator = {}};
  while (std::getline(words, word, '/')) {
    auto const colon = word.find(':');
    if (colon == std::string::npos) {
      subject.comparator = find_comparator(*subject.kernel, word);
    } else {
      subject.parameters[word.substr(0, colon)] =
          parse_value(*subject.kernel, word.substr(0, colon), word.substr(colon + 1));
    }
  }
  return subject;
}

std::string missing(Subject const& subject) {
  bool const may = subject.comparator && subject.comparator->missing != nullptr;
  return may ? subject.comparator->missing() : "";
}

bool applies(Subject const& subject) {
  return !subject.comparator ||
         applies(*subject.comparator,
                 complete_parameters(*subject.kernel, subject.parameters));
}

Repetition prepare(Subject const& subject, std::uint64_t samples) {
  static SolePeer peers;
  Work const work{
      .range = {0, samples},
      .samples = samples,
      .seed = seed,
      .parameters = complete_parameters(*subject.kernel, subject.parameters),
      .peers = &peers};
  return subject.comparator ? subject.comparator->prepare(work)
                            : subject.kernel->prepare(work);
}

bool has_cpu_time(Subject const& subject, int threads) {
  return threads == 1 && !(subject.comparator && subject.comparator->is_apart);
}

double run_once_s(Subject const& subject, Repetition const& repetition,
                  std::uint64_t samples, Clock clock) {
  Tally tally(subject.kernel->tallies.size());
  double const start_s = seconds_of(clock);
  repetition(tally);
  double const end_s = seconds_of(clock);
  check(subject, tally, samples);
  return end_s - start_s;
}

}  // namespace assay
