// SPDX-License-Identifier: Apache-2.0
// Standard output is left to data.
#include "terminal.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <sstream>

#include "common/launch_value.hpp"
#include "describe_point.hpp"
#include "os/say.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

std::string head(AttemptId const& id, Progress const& now) {
  return fmt::format("[{:>3}/{}] launch {}", now.done, now.expected, id.launch);
}

std::string outcome(Judgement const& judgement) {
  if (judgement.verdict.of != VerdictClass::ok) {
    return fmt::format("{}: {}", to_string(judgement.verdict.of),
                       judgement.verdict.detail);
  }
  auto const& measurement = judgement.result->measurements.front();
  if (auto const& rate = measurement.rate)
    return fmt::format("{:.4g} {}", rate->value, rate->unit);
  return fmt::format("{:.4g} s", launch_value_s(measurement.makespans_s));
}

std::string time_left(Progress const& now) {
  return now.remaining_s > 0 ? ", about " + describe_duration(now.remaining_s) + " left"
                             : "";
}

}  // namespace

void Terminal::clear_line() const {
  if (is_terminal_) say("\r\033[K");
}

void Terminal::launching(Point const& point, AttemptId const& id, Progress const& now) {
  if (!is_terminal_) return;
  auto line =
      fmt::format("{}{}: {}", head(id, now), time_left(now), describe(point, axes_));
  if (line.size() > 78) line.resize(78);  // a wrapped line could not be written over
  clear_line();
  say(line);
}

void Terminal::note(Judgement const& judgement) {
  auto const& detail = judgement.verdict.detail;
  if (judgement.verdict.of != VerdictClass::ok || detail.empty() ||
      !notes_.insert(detail).second)
    return;
  clear_line();
  say(fmt::format("note: {}\n", detail));
}

void Terminal::finished(Point const& point, AttemptId const& id,
                        Judgement const& judgement, Progress const& now) {
  note(judgement);
  if (is_terminal_ && judgement.verdict.of == VerdictClass::ok) return;
  clear_line();
  say(fmt::format("{}: {}: {}{}\n", head(id, now), describe(point, axes_),
                  outcome(judgement), is_terminal_ ? "" : time_left(now)));
}

void Terminal::printed(Point const& point, AttemptId const& id,
                       std::string const& output) {
  if (output_ == Output::hidden) return;
  clear_line();
  auto const who = fmt::format("  {} {}x{} launch {} | ", point.kernel, point.ranks,
                               point.threads, id.launch);
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);)
    say(fmt::format("{}{}\n", who, printable(line, 400)));
}

void Terminal::stopped(Point const& point, StopReason reason) {
  if (reason == StopReason::failed) {
    clear_line();
    say(fmt::format("given up: {}: every launch failed\n", describe(point, axes_)));
  } else if (reason == StopReason::budget && !limits_are_told_) {
    clear_line();
    say("limits.wall or limits.core_hours is reached: points keep the launches "
        "they have. Raise it and run again to go on\n");
    limits_are_told_ = true;
  }
}

void Terminal::left_out(std::string const& node, int failures) {
  clear_line();
  say(fmt::format("node {} is left out: it failed the gate {} times, others passed\n",
                  node, failures));
}

}  // namespace assay
