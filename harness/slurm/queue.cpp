// SPDX-License-Identifier: Apache-2.0
#include "queue.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "common/json.hpp"
#include "os/atomic_file.hpp"
#include "sbatch.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr std::array final_states = {
    "COMPLETED", "FAILED",        "CANCELLED", "TIMEOUT",  "NODE_FAIL",
    "PREEMPTED", "OUT_OF_MEMORY", "BOOT_FAIL", "DEADLINE", "REVOKED"};

/// Reasons of pending jobs that end by a change of the job or of the site only; limits
/// for one job beside these are told by their names.
constexpr std::array final_reasons = {
    "AccountNotAllowed",
    "BadConstraints",
    "DependencyNeverSatisfied",
    "InvalidAccount",
    "InvalidQOS",
    "JobHeldAdmin",
    "JobHeldUser",
    "JobHoldMaxRequeue",
    "PartitionConfig",
    "PartitionNodeLimit",
    "PartitionTimeLimit",
    "QOSNotAllowed",
    "launch failed requeued held",
};

/// As in QOSMaxNodePerJobLimit, AssocMaxWallDurationPerJobLimit, QOSMinCpuNotSatisfied.
constexpr std::array parts_of_job_limits = {"PerJob", "MaxWall", "PerNode",
                                            "NotSatisfied", "QOSTimeLimit"};

/// The directory last: it alone may hold anything.
constexpr char const* queue_format = "--format=%F|%K|%T|%r|%Z";

std::vector<std::string> fields_of(std::string const& line, std::size_t count) {
  std::vector<std::string> fields;
  std::istringstream text(line);
  for (std::string field; fields.size() + 1 < count && std::getline(text, field, '|');)
    fields.push_back(field);
  std::string rest;
  std::getline(text, rest);
  fields.push_back(rest);
  return fields;
}

double now_s() {
  using namespace std::chrono;
  return duration<double>(system_clock::now().time_since_epoch()).count();
}

double period_s() {
  char const* const asked = std::getenv("ASSAY_QUEUE_EVERY_S");
  return asked == nullptr ? 30 : std::strtod(asked, nullptr);
}

/// What is remembered of the last question.
struct Memory {
  double asked_s = 0;     ///< since the epoch
  double answered_s = 0;  ///< the last good answer
  double wait_s = 0;      ///< until the next question
  std::string text;
  std::string problem;
  std::vector<std::string> accounted;  ///< ids that sacct was asked about since then
  std::string accounting;              ///< what it said
};

Memory read_memory(fs::path const& file) {
  std::ifstream in(file);
  auto const json = try_parse_json(in);
  if (!json.is_object()) return {};
  return {
      json.value("asked_s", 0.0),  json.value("answered_s", 0.0),
      json.value("wait_s", 0.0),   json.value("text", ""),
      json.value("problem", ""),   json.value("accounted", std::vector<std::string>()),
      json.value("accounting", "")};
}

// Only a memory: where it cannot be written the next question comes too soon.
void write_memory(fs::path const& file, Memory const& memory) try {
  Json const json{{"asked_s", memory.asked_s},      {"answered_s", memory.answered_s},
                  {"wait_s", memory.wait_s},        {"text", memory.text},
                  {"problem", memory.problem},      {"accounted", memory.accounted},
                  {"accounting", memory.accounting}};
  write_file_atomically(file, to_text(json, 1) + "\n");
} catch (std::exception const&) {
}

struct Answer {
  std::string text, problem;
};

Answer run_squeue(Environment const& environment) {
  Command const squeue{{"squeue", "--noheader", "--states=all",
                        fmt::format("--user={}", getuid()), queue_format},
                       environment,
                       "/",
                       ""};
  constexpr std::size_t longest = std::size_t{64} << 20;
  auto const answer = run_process(squeue, {.timeout_s = 20, .tail_bytes = longest});
  if (answer.succeeded()) return {answer.output_tail, ""};
  return {"", words_of_slurm(answer)};
}

/// The text form: the JSON of some releases has wrong exit codes.
std::string run_sacct(std::vector<std::string> const& ids,
                      Environment const& environment) {
  Command const sacct{
      {"sacct", "--noheader", "--parsable2", "--allocations",
       fmt::format("--jobs={}", fmt::join(ids, ",")), "--format=JobID,State,Reason"},
      environment,
      "/",
      ""};
  auto const answer = run_process(sacct, {.timeout_s = 20});
  return answer.succeeded() ? answer.output_tail : "";
}

/// After a failure twice as long as before, up to 10 min.
double next_wait_s(Memory const& memory) {
  if (memory.problem.empty()) return period_s();
  return std::min(600.0, std::max(period_s(), 2 * memory.wait_s));
}

}  // namespace

bool QueuedJob::live() const {
  return std::find(final_states.begin(), final_states.end(), state) ==
         final_states.end();
}

bool QueuedJob::never_starts() const {
  if (state != "PENDING") return false;
  auto const is_part = [&](char const* part) {
    return reason.find(part) != reason.npos;
  };
  return std::find(final_reasons.begin(), final_reasons.end(), reason) !=
             final_reasons.end() ||
         std::any_of(parts_of_job_limits.begin(), parts_of_job_limits.end(), is_part);
}

std::vector<QueuedJob> parse_queue(std::string const& text) {
  std::vector<QueuedJob> jobs;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    auto const fields = fields_of(line, 5);
    if (fields.size() != 5 || !is_job_id(fields[0])) continue;
    jobs.push_back({fields[0], fields[1], fields[2], fields[3], fields[4]});
  }
  return jobs;
}

std::map<std::string, QueuedJob> parse_accounting(std::string const& text) {
  std::map<std::string, QueuedJob> jobs;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    auto const fields = fields_of(line, 3);
    auto const id = fields[0].substr(0, fields[0].find('_'));
    if (fields.size() != 3 || !is_job_id(id)) continue;
    // "CANCELLED by 1000"
    jobs[id] = {id, "N/A", fields[1].substr(0, fields[1].find(' ')), fields[2], ""};
  }
  return jobs;
}

QueueAnswer ask_queue(Environment const& environment) {
  auto const answer = run_squeue(environment);
  return {parse_queue(answer.text), 0, answer.problem};
}

QueueAnswer ask_queue_seldom(Environment const& environment, fs::path const& memory) {
  auto last = read_memory(memory);
  double const now = now_s();
  // A clock that was set back must not silence us for ever.
  bool const early = now >= last.asked_s && now < last.asked_s + last.wait_s;
  if (!early) {
    auto answer = run_squeue(environment);
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
  return {parse_queue(last.text), now - last.answered_s, last.problem};
}

std::map<std::string, QueuedJob> ask_accounting_seldom(
    std::vector<std::string> const& ids, Environment const& environment,
    fs::path const& memory) {
  auto last = read_memory(memory);
  std::vector<std::string> unknown;
  for (auto const& id : ids)
    if (std::find(last.accounted.begin(), last.accounted.end(), id) ==
        last.accounted.end())
      unknown.push_back(id);
  if (!unknown.empty()) {
    last.accounted.insert(last.accounted.end(), unknown.begin(), unknown.end());
    last.accounting += run_sacct(unknown, environment);
    write_memory(memory, last);
  }
  return parse_accounting(last.accounting);
}

}  // namespace assay
