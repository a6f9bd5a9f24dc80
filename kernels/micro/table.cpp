// SPDX-License-Identifier: Apache-2.0
// Text for a terminal and for documentation.
#include "table.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <thread>
#include <vector>

#include "common/launch_value.hpp"
#include "generated/build_info.hpp"
#include "lanes/instruction_set.hpp"
#include "laps.hpp"
#include "processor.hpp"
#include "subject.hpp"
#include "verdict.hpp"

namespace assay {
namespace {

/// Three significant digits; powers of ten only where the number is large.
std::string text_of(double number) {
  char text[32];
  if (number >= 1e5) {
    std::snprintf(text, sizeof text, "%.2e", number);
  } else {
    int const digits =
        number > 0 ? static_cast<int>(std::floor(std::log10(number))) : 0;
    std::snprintf(text, sizeof text, "%.*f", std::max(0, 2 - digits), number);
  }
  return text;
}

void print_heading(Effort effort) {
  std::printf("%s, %u CPUs, %s; %s %s\n", processor().c_str(),
              std::thread::hardware_concurrency(),
              name_of(chosen_instruction_set()).c_str(), build_info::compiler,
              build_info::flags);
  std::printf("%s, load %.2f; ", today_utc().c_str(), load());
  std::printf(
      "ratios of samples per %s: median [least, most] of %d rounds, runs of %g s\n\n",
      effort.clock == Clock::cpu ? "CPU second" : "second", effort.rounds,
      effort.run_s);
  std::printf("%-46s %9s  %-26s\n", "what", "goal", "measured");
}

/// `, bound by words`; nothing where no ceiling is concerned.
std::string bound_of(Goal const& goal, Rounds const& rounds) {
  if (goal.kind != Below::ceilings) return {};
  auto const& lowest = goal.below[binding(goal, rounds)];
  return "bound by " + parse_subject(lowest.subject).comparator->bound;
}

/// Whether the benchmark is right, whatever the verdict.
bool print(Goal const& goal, Rounds const& rounds) {
  auto const found = ratios(goal, rounds);
  auto const [least, most] = std::minmax_element(found.begin(), found.end());
  double const middle = median(found);
  std::string const measured =
      text_of(middle) + " [" + text_of(*least) + ", " + text_of(*most) + "]";
  std::string const bound = bound_of(goal, rounds);
  std::string const said = verdict(goal, middle);
  std::printf("%-46s %9s  %-26s %s%s%s\n", goal.what.c_str(),
              goal.target > 0 ? text_of(goal.target).c_str() : "", measured.c_str(),
              said.c_str(), said.empty() || bound.empty() ? "" : ", ", bound.c_str());
  std::fflush(stdout);
  return !is_error(goal, middle);
}

/// What one of its contestants lacks here.
std::string missing(Goal const& goal) {
  for (auto const* const side : {&goal.above, &goal.below}) {
    for (Contestant const& who : *side) {
      if (auto reason = missing(parse_subject(who.subject)); !reason.empty())
        return reason;
    }
  }
  return {};
}

bool is_asked(Goal const& goal, std::string const& only) {
  return goal.what.find(only) != std::string::npos;
}

}  // namespace

bool has_goal(std::string const& only) {
  auto const& all = goals();
  return std::any_of(all.begin(), all.end(),
                     [&](Goal const& goal) { return is_asked(goal, only); });
}

bool print_table(Effort effort, std::string const& only, std::string const& laps) {
  bool complete = true;
  LapsFile file(laps);
  print_heading(effort);
  for (Goal const& goal : goals()) {
    if (!is_asked(goal, only)) continue;
    if (auto const reason = missing(goal); !reason.empty()) {
      std::printf("%-46s %9s  skipped: %s\n", goal.what.c_str(), "", reason.c_str());
      continue;
    }
    try {
      auto const rounds = run_rounds(goal, effort);
      file.write(goal, rounds);
      complete = print(goal, rounds) && complete;
    } catch (std::exception const& error) {
      complete = false;
      std::printf("%-46s %9s  not measured: %s\n", goal.what.c_str(), "", error.what());
    }
  }
  return complete;
}

}  // namespace assay
