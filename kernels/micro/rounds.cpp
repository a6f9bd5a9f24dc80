// SPDX-License-Identifier: Apache-2.0
// Each contestant is this program once more (serve.hpp), and waits for its turn. It is
// started anew now and then: with the pages that the system gave it, a process is fast
// or slow as long as it lives, where a table is about as large as a cache.
#include "rounds.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <string>

#include "comparators/rivals/child.hpp"

namespace assay {
namespace {

constexpr int rounds_of_a_process = 3;

/// Not the link itself: whoever opens that finds his own program.
std::string own_path() { return std::filesystem::read_symlink("/proc/self/exe"); }

class Runner {
 public:
  Runner(Contestant const& who, Clock clock) : words_(words(who, clock)) { start(); }

  /// Ends the process first, as there may not be memory for two.
  void start() {
    child_.reset();
    child_.emplace(words_);
  }

  Lap run() { return {samples_, child_->ask(samples_)}; }

  void set_samples(std::uint64_t samples) { samples_ = samples; }

  /// Chooses as many samples as take about `run_s`.
  void calibrate(double run_s) {
    samples_ = 1024;
    double time_s = child_->ask(samples_);
    while (time_s < run_s / 4) {
      double const wanted = std::clamp(run_s / 2 / time_s, 2.0, 32.0);
      samples_ = static_cast<std::uint64_t>(static_cast<double>(samples_) * wanted);
      time_s = child_->ask(samples_);
    }
    samples_ =
        static_cast<std::uint64_t>(static_cast<double>(samples_) * run_s / time_s);
  }

 private:
  static std::vector<std::string> words(Contestant const& who, Clock clock) {
    std::vector<std::string> words = {"env", "OMP_WAIT_POLICY=passive"};
    if (!who.instruction_set.empty()) {
      words.push_back("ASSAY_INSTRUCTION_SET=" + who.instruction_set);
    }
    words.insert(words.end(), {own_path(), "--serve", who.subject, "--threads",
                               std::to_string(who.threads)});
    if (clock == Clock::cpu) words.emplace_back("--cpu-time");
    return words;
  }

  std::vector<std::string> words_;
  std::optional<Child> child_;
  std::uint64_t samples_ = 0;
};

using Runners = std::vector<std::unique_ptr<Runner>>;

Runners start(Goal const& goal, Effort effort) {
  Runners runners;
  for (auto const* const side : {&goal.above, &goal.below}) {
    for (Contestant const& who : *side) {
      runners.push_back(std::make_unique<Runner>(who, effort.clock));
      if (goal.samples > 0) {
        runners.back()->set_samples(goal.samples);
      } else {
        runners.back()->calibrate(effort.run_s);
      }
    }
  }
  return runners;
}

/// One lap of each, in an order that is turned round from one round to the next.
std::vector<Lap> run_in_turn(Runners const& runners, std::size_t round) {
  std::vector<Lap> laps(runners.size());
  for (std::size_t i = 0; i < runners.size(); ++i) {
    std::size_t const turn = round % 2 == 0 ? i : runners.size() - 1 - i;
    laps[turn] = runners[turn]->run();
  }
  return laps;
}

}  // namespace

Rounds run_rounds(Goal const& goal, Effort effort) {
  Runners const runners = start(goal, effort);
  Rounds rounds;
  while (std::ssize(rounds) < effort.rounds) {
    if (!rounds.empty()) {
      for (auto const& runner : runners) runner->start();
    }
    run_in_turn(runners, 0);  // warms up
    for (int i = 0; i < rounds_of_a_process && std::ssize(rounds) < effort.rounds; ++i)
      rounds.push_back(run_in_turn(runners, rounds.size()));
  }
  return rounds;
}

}  // namespace assay
