// SPDX-License-Identifier: Apache-2.0
// Standard output is left to data.
#include "terminal.hpp"

#include <fmt/format.h>

#include <sstream>
#include <utility>

#include "common/launch_value.hpp"
#include "describe_point.hpp"
#include "text/say.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

std::string head(AttemptId const& id, Progress const& now) {
  return fmt::format("[{:>3}/{}] launch {}", now.done, now.expected, id.launch);
}

std::string number_of(Judgement const& judgement) {
  auto const& measurement = judgement.result->measurements.front();
  if (auto const& rate = measurement.rate)
    return fmt::format("{:.4g} {}", rate->value, rate->unit);
  return fmt::format("{:.4g} s", launch_value_s(measurement.makespans_s));
}

std::string outcome(Judgement const& judgement, Screen const& screen) {
  auto const& verdict = judgement.verdict;
  if (verdict.of == VerdictClass::ok) return number_of(judgement);
  auto const meaning = is_failure(verdict.of) ? Meaning::failed : Meaning::doubtful;
  return fmt::format("{}: {}", coloured(to_string(verdict.of), meaning, screen),
                     verdict.detail);
}

std::string time_left(Progress const& now) {
  return now.remaining_s >= 0.5
             ? ", about " + describe_duration(now.remaining_s) + " left"
             : "";
}

/// The three in one line, which may not be wrapped: it could not be written over. What
/// is in the middle is cut first.
std::string fitted(std::string const& first, std::string const& middle,
                   std::string const& last, std::size_t columns) {
  constexpr std::size_t mark = 3;  // of what is cut: ...
  auto const used = utf8_count(first) + utf8_count(last) + mark;
  auto const room = columns - 1;
  auto const line = first + printable(middle, room > used ? room - used : 0) + last;
  return utf8_count(line) <= room ? line
                                  : printable(line, room > mark ? room - mark : 0);
}

}  // namespace

void Terminal::clear_line() const {
  if (screen_.writes_over) say("\r\033[K");
}

void Terminal::launching(Point const& point, AttemptId const& id, Progress const& now) {
  if (!screen_.writes_over) return;
  clear_line();
  say(fitted(head(id, now) + time_left(now) + ": ", describe(point, axes_), "",
             screen_.columns));
}

void Terminal::note(Judgement const& judgement) {
  auto const& detail = judgement.verdict.detail;
  if (judgement.verdict.of != VerdictClass::ok || detail.empty() ||
      !notes_.insert(detail).second)
    return;
  clear_line();
  say(fmt::format("{}: {}\n", coloured("note", Meaning::doubtful, screen_), detail));
}

void Terminal::finished(Point const& point, AttemptId const& id,
                        Judgement const& judgement, Progress const& now) {
  note(judgement);
  clear_line();
  auto const what = describe(point, axes_);
  if (stays(judgement.verdict.of)) {
    say(fmt::format("{}: {}: {}{}\n", head(id, now), what, outcome(judgement, screen_),
                    screen_.writes_over ? "" : time_left(now)));
    return;
  }
  auto const of = judgement.verdict.of;
  auto const ended = of == VerdictClass::ok ? number_of(judgement) : to_string(of);
  say(fitted(head(id, now) + time_left(now) + ": ", what, ": " + ended,
             screen_.columns));
}

bool Terminal::stays(VerdictClass of) {
  if (!screen_.writes_over || is_failure(of)) return true;
  return of != VerdictClass::ok && !std::exchange(disturbance_is_told_, true);
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
    say(fmt::format("{}: {}: every launch failed\n",
                    coloured("given up", Meaning::failed, screen_),
                    describe(point, axes_)));
  } else if (reason == StopReason::budget && !limits_are_told_) {
    clear_line();
    say("limits.wall or limits.core_hours is reached: points keep the launches "
        "they have. Raise it and run again to go on\n");
    limits_are_told_ = true;
  }
}

void Terminal::left_out(std::string const& node, LeftOut const& why) {
  clear_line();
  say(fmt::format("node {} is left out: {} {} times\n", node,
                  why.is_noisy ? "others disturbed launches on it, and on it alone,"
                               : "it failed the gate, which others passed,",
                  why.launches));
}

}  // namespace assay
