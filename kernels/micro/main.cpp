// SPDX-License-Identifier: Apache-2.0
// assay-micro: every kernel in one process, beside what bounds it and what people use
// instead.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <type_traits>
#include <vector>

#include "benchmarks.hpp"
#include "generated/build_info.hpp"
#include "lanes/instruction_set.hpp"
#include "lanes/kokkos_settings.hpp"
#include "serve.hpp"
#include "subject.hpp"
#include "table.hpp"

namespace assay {
namespace {

constexpr char const* usage =
    "usage: assay-micro-" ASSAY_BACKEND
    " [--threads N] [--benchmark_...]   as Google Benchmark\n"
    "       assay-micro-" ASSAY_BACKEND
    " --table [--only TEXT] [--rounds N] [--run-s SECONDS] [--cpu-time] [--laps FILE]\n"
    "Python: $ASSAY_PYTHON, else the one that the build found.\n";

class Options {
 public:
  Options(int argc, char** argv) : words_(argv + 1, argv + argc) {}

  /// Takes out a word; whether it was there.
  bool take_flag(std::string const& name) { return std::erase(words_, name) > 0; }

  /// Takes out a word and the one behind it.
  std::optional<std::string> take(std::string const& name) {
    for (auto at = words_.begin(); at != words_.end(); ++at) {
      if (*at != name || at + 1 == words_.end()) continue;
      std::string value = *(at + 1);
      words_.erase(at, at + 2);
      return value;
    }
    return {};
  }

  bool has_any(std::vector<std::string> const& names) const {
    return std::find_first_of(words_.begin(), words_.end(), names.begin(),
                              names.end()) != words_.end();
  }

  std::vector<std::string> const& rest() const { return words_; }

 private:
  std::vector<std::string> words_;
};

/// Takes out an option and its number; throws std::runtime_error where that is none, or
/// not above 0.
template <typename Number>
void take_number(Options& options, std::string const& name, Number& number) {
  auto const text = options.take(name);
  if (!text) return;
  Number value{};
  auto const* const end = text->data() + text->size();
  auto const read = std::from_chars(text->data(), end, value);
  if (read.ec != std::errc() || read.ptr != end || !(value > 0) ||
      !std::isfinite(static_cast<double>(value))) {
    auto const* const what = std::is_integral_v<Number> ? "whole number" : "number";
    throw std::runtime_error(name + ": '" + *text + "' is no " + what + " above 0");
  }
  number = value;
}

int run_table(Options& options) {
  Effort effort;
  take_number(options, "--rounds", effort.rounds);
  take_number(options, "--run-s", effort.run_s);
  auto const only = options.take("--only").value_or("");
  if (options.take_flag("--cpu-time")) effort.clock = Clock::cpu;
  auto const laps = options.take("--laps").value_or("");
  if (!has_goal(only)) {
    std::fprintf(stderr, "no line of the table holds '%s'\n", only.c_str());
    return 2;
  }
  if (!options.rest().empty()) {
    std::fputs(usage, stderr);
    return 2;
  }
  return print_table(effort, only, laps) ? 0 : 1;
}

/// Whoever reads the answers reads the error too.
int run_server(std::string const& name, int threads, Clock clock) {
  try {
    Subject const subject = parse_subject(name);
    if (clock == Clock::cpu && !has_cpu_time(subject, threads)) {
      throw std::runtime_error("its CPU time is not that of one thread here");
    }
    Kokkos::ScopeGuard const kokkos(kokkos_settings(threads));
    serve(subject, clock);
  } catch (std::exception const& error) {
    std::printf("%s\n", error.what());
    return 1;
  }
  return 0;
}

int run_benchmarks(char* program, Options const& options, int threads) {
  auto words = options.rest();
  std::vector<char*> argv{program};
  for (auto& word : words) argv.push_back(word.data());
  auto argc = static_cast<int>(argv.size());
  argv.push_back(nullptr);
  benchmark::Initialize(&argc, argv.data());
  if (benchmark::ReportUnrecognizedArguments(argc, argv.data())) {
    std::fputs(usage, stderr);
    return 2;
  }
  Kokkos::ScopeGuard const kokkos(kokkos_settings(threads));
  benchmark::AddCustomContext("assay_threads", std::to_string(threads));
  benchmark::AddCustomContext("assay_instruction_set",
                              name_of(chosen_instruction_set()));
  benchmark::AddCustomContext("assay_compiler", build_info::compiler);
  benchmark::AddCustomContext("assay_flags", build_info::flags);
  register_benchmarks();
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}

int run(int argc, char** argv) {
  Options options(argc, argv);
  int threads = 1;
  take_number(options, "--threads", threads);
  if (auto const subject = options.take("--serve")) {
    bool const wants_cpu = options.take_flag("--cpu-time");
    return run_server(*subject, threads, wants_cpu ? Clock::cpu : Clock::wall);
  }
  bool const is_asked = options.take_flag("--table");
  if (is_asked ||
      options.has_any({"--only", "--rounds", "--run-s", "--cpu-time", "--laps"})) {
    return run_table(options);
  }
  return run_benchmarks(argv[0], options, threads);
}

}  // namespace
}  // namespace assay

int main(int argc, char** argv) {
  try {
    return assay::run(argc, argv);
  } catch (std::exception const& error) {
    std::fprintf(stderr, "assay-micro-" ASSAY_BACKEND ": %s\n", error.what());
    return 2;
  }
}
