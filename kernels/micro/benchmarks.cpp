// SPDX-License-Identifier: Apache-2.0
// Subject -> benchmark. The time is ours, since an iteration of a kernel runs its
// ceilings too.
#include "benchmarks.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <map>
#include <string>
#include <vector>

#include "contract/parameters.hpp"
#include "contract/registry.hpp"
#include "goal.hpp"
#include "subject.hpp"
#include "verdict.hpp"

namespace assay {
namespace {

/// A power of two that takes about a twentieth of a second at the nominal rate: the
/// same on every machine, so that times compare.
std::uint64_t samples_of(Subject const& subject) {
  double const wanted = 0.05 * subject.nominal_samples_per_second();
  return std::uint64_t{1} << static_cast<unsigned>(std::log2(wanted));
}

std::vector<Comparator> ceilings_beside(Subject const& subject) {
  if (subject.comparator) return {};
  return ceilings_of(subject.kernel->name,
                     complete_parameters(*subject.kernel, subject.parameters));
}

std::uint64_t bytes_per_sample(Subject const& subject) {
  if (subject.comparator) return subject.comparator->bytes_per_sample;
  std::uint64_t bytes = 0;
  for (Comparator const& comparator : ceilings_beside(subject)) {
    bytes = std::max(bytes, comparator.bytes_per_sample);
  }
  return bytes;
}

/// What one benchmark runs in turn.
struct Runner {
  Subject subject;
  Repetition repetition;
  double time_s = 0;

  double run_s(std::uint64_t samples) {
    double const once_s = run_once_s(subject, repetition, samples);
    time_s += once_s;
    return once_s;
  }
};

/// The ceilings of a kernel, over the same samples.
std::vector<Runner> runners_of_ceilings(Subject const& subject, std::uint64_t samples) {
  std::vector<Runner> runners;
  for (Comparator const& comparator : ceilings_beside(subject)) {
    Subject const beside{subject.kernel, subject.parameters, comparator};
    runners.push_back({beside, prepare(beside, samples)});
  }
  return runners;
}

/// Which ceiling binds the kernel: the slowest of them.
std::string bound_of(Runner const& runner, std::vector<Runner> const& ceilings) {
  auto const lowest = std::max_element(
      ceilings.begin(), ceilings.end(),
      [](Runner const& a, Runner const& b) { return a.time_s < b.time_s; });
  if (lowest == ceilings.end()) return {};
  bool const is_wrong = lowest->time_s > most_of_a_ceiling * runner.time_s;
  return "bound by " + lowest->subject.comparator->bound +
         (is_wrong ? "; error: it exceeds its ceiling" : "");
}

void report(benchmark::State& state, Runner const& runner,
            std::vector<Runner> const& ceilings, std::uint64_t samples) {
  auto const all = static_cast<std::int64_t>(samples) * state.iterations();
  state.SetItemsProcessed(all);
  if (auto const bytes = static_cast<std::int64_t>(bytes_per_sample(runner.subject))) {
    state.SetBytesProcessed(bytes * all);
  }
  for (Runner const& ceiling : ceilings) {
    std::string const& name = ceiling.subject.comparator->name;
    state.counters["of_" + name] = ceiling.time_s / runner.time_s;
    state.counters["seconds_of_" + name] = ceiling.time_s;
  }
  state.SetLabel(bound_of(runner, ceilings));
}

/// `samples` of 0: as the nominal rate has it.
void measure(benchmark::State& state, std::string const& name, std::uint64_t samples) {
  try {
    Subject const subject = parse_subject(name);
    if (samples == 0) samples = samples_of(subject);
    Runner runner{subject, prepare(subject, samples)};
    auto ceilings = runners_of_ceilings(subject, samples);
    for ([[maybe_unused]] auto const _ : state) {
      state.SetIterationTime(runner.run_s(samples));
      for (Runner& ceiling : ceilings) ceiling.run_s(samples);
    }
    report(state, runner, ceilings, samples);
  } catch (std::exception const& error) {
    state.SkipWithError(error.what());
  }
}

/// A kernel and its parameters, as a goal names them.
std::string case_of(std::string const& subject) {
  Subject const parsed = parse_subject(subject);
  return parsed.comparator ? subject.substr(0, subject.rfind('/')) : subject;
}

/// Kernels, with their parameters, and the samples of each where a goal says so.
std::map<std::string, std::uint64_t> cases() {
  std::map<std::string, std::uint64_t> found;
  for (Kernel const& kernel : registered_kernels()) found[kernel.name] = 0;
  for (Goal const& goal : goals()) {
    for (Contestant const& who : goal.above) {
      found[case_of(who.subject)] = goal.samples;
    }
  }
  return found;
}

void register_one(std::string const& name, std::uint64_t samples) {
  benchmark::RegisterBenchmark(name.c_str(), measure, name, samples)
      ->UseManualTime()
      ->Unit(benchmark::kMicrosecond);
}

}  // namespace

void register_benchmarks() {
  for (auto const& [name, samples] : cases()) {
    register_one(name, samples);
    for (Comparator const& comparator :
         comparators_of(parse_subject(name).kernel->name)) {
      std::string const beside = name + "/" + comparator.name;
      // What bounds a kernel depends on its parameters; what rivals do does not.
      bool const is_new = comparator.role != Role::rival || name == comparator.kernel;
      Subject const subject = parse_subject(beside);
      if (!is_new || !applies(subject)) continue;
      if (auto const reason = missing(subject); reason.empty()) {
        register_one(beside, samples);
      } else {
        std::fprintf(stderr, "%s: skipped: %s\n", beside.c_str(), reason.c_str());
      }
    }
  }
}

}  // namespace assay
