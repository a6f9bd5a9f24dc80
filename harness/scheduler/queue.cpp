// SPDX-License-Identifier: Apache-2.0
#include "queue.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "common/json.hpp"
#include "os/atomic_file.hpp"
#include "os/utc.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

double period_s() {
  char const* const asked = std::getenv("ASSAY_QUEUE_EVERY_S");
  return asked == nullptr ? 30 : std::strtod(asked, nullptr);
}

/// What is remembered of the last question.
struct Memory {
  std::string asks;       ///< by which command
  double asked_s = 0;     ///< since the epoch
  double answered_s = 0;  ///< the last good answer
  double wait_s = 0;      ///< until the next question
  std::string text;
  std::string problem;
  std::vector<std::string> accounted;  ///< ids that accounting was asked for since then
  std::string accounting;              ///< what it said
};

/// Of another scheduler nothing.
Memory read_memory(QueueCalls const& queue, fs::path const& file) {
  std::ifstream in(file);
  auto const json = try_parse_json(in);
  Memory memory{.asks = queue.asks};
  if (!json.is_object() || json.value("asks", "") != queue.asks) return memory;
  memory.asked_s = json.value("asked_s", 0.0);
  memory.answered_s = json.value("answered_s", 0.0);
  memory.wait_s = json.value("wait_s", 0.0);
  memory.text = json.value("text", "");
  memory.problem = json.value("problem", "");
  memory.accounted = json.value("accounted", std::vector<std::string>());
  memory.accounting = json.value("accounting", "");
  return memory;
}

// Only a memory: where it cannot be written the next question comes too soon.
void write_memory(fs::path const& file, Memory const& memory) try {
  Json const json{{"asks", memory.asks},
                  {"asked_s", memory.asked_s},
                  {"answered_s", memory.answered_s},
                  {"wait_s", memory.wait_s},
                  {"text", memory.text},
                  {"problem", memory.problem},
                  {"accounted", memory.accounted},
                  {"accounting", memory.accounting}};
  write_file_atomically(file, to_text(json, 1) + "\n");
} catch (std::exception const&) {
}

/// After a failure twice as long as before, up to 10 min.
double next_wait_s(Memory const& memory) {
  if (memory.problem.empty()) return period_s();
  return std::min(600.0, std::max(period_s(), 2 * memory.wait_s));
}

}  // namespace

QueueAnswer ask_queue(QueueCalls const& queue, Environment const& environment) {
  auto const answer = queue.ask(environment);
  return {queue.read(answer.text), 0, answer.problem};
}

QueueAnswer ask_queue_seldom(QueueCalls const& queue, Environment const& environment,
                             fs::path const& memory) {
  auto last = read_memory(queue, memory);
  double const now = epoch_s();
  // A clock that was set back must not silence us for ever.
  bool const early = now >= last.asked_s && now < last.asked_s + last.wait_s;
  if (!early) {
    auto answer = queue.ask(environment);
    last.asked_s = now;
    last.accounted.clear();
    last.accounting.clear();
    last.problem = std::move(answer.problem);
    last.wait_s = next_wait_s(last);
    if (last.problem.empty()) {
      last.answered_s = now;
      last.text = std::move(answer.text);
    }
    write_memory(memory, last);
  }
  return {queue.read(last.text), now - last.answered_s, last.problem};
}

std::map<std::string, QueuedJob> ask_accounting_seldom(
    QueueCalls const& queue, std::vector<std::string> const& ids,
    Environment const& environment, fs::path const& memory) {
  auto last = read_memory(queue, memory);
  std::vector<std::string> unknown;
  for (auto const& id : ids)
    if (std::find(last.accounted.begin(), last.accounted.end(), id) ==
        last.accounted.end())
      unknown.push_back(id);
  if (!unknown.empty()) {
    last.accounted.insert(last.accounted.end(), unknown.begin(), unknown.end());
    last.accounting += queue.ask_accounting(unknown, environment);
    write_memory(memory, last);
  }
  return queue.read_accounting(last.accounting);
}

}  // namespace assay
