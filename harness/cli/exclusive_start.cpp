// SPDX-License-Identifier: Apache-2.0
// The turn is taken before the clock starts, so waiting is in no time.
#include "exclusive_start.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <optional>
#include <utility>

#include "judge/disturbance.hpp"
#include "os/side_by_side.hpp"
#include "text/say.hpp"

namespace assay {
namespace {

// The progress line of a terminal is written over.
void say_alone(std::string const& text) {
  bool const is_terminal = isatty(STDERR_FILENO) == 1;
  say(fmt::format("{}{}\n", is_terminal ? "\r\033[K" : "", text));
}

}  // namespace

ExclusiveStart::ExclusiveStart(std::string host) : host_(std::move(host)) {
  rule_.file = host_lock_file();
  rule_.on_wait = [file = rule_.file] {
    say_alone(fmt::format("waiting: another launch is timed on this host ({})",
                          file.string()));
  };
}

std::vector<ProcessResult> ExclusiveStart::operator()(std::span<Command const> commands,
                                                      ProcessLimits const& limits) {
  auto const turn = take_turn(rule_);
  auto const before = reader_.read();
  auto results = commands.size() == 1
                     ? std::vector{run_process(commands.front(), limits, watcher_)}
                     : run_side_by_side(commands, limits);
  double cpu_s = 0;
  for (auto const& result : results) cpu_s += result.cpu_s;
  auto const own_cpu_s =
      commands.front().runs_elsewhere ? std::nullopt : std::optional(cpu_s);
  auto noise = noise_between(before, reader_.read(), own_cpu_s);
  noise.node = host_;
  for (auto& result : results) result.noise = noise;
  return results;
}

void warn_if_busy(int cpus) {
  auto const load = describe_load(ActivityReader().read(), cpus);
  if (load.empty()) return;
  say_alone(
      fmt::format("warning: this host is busy: {}. Its times will be uneven", load));
}

}  // namespace assay
