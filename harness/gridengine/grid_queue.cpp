// SPDX-License-Identifier: Apache-2.0
// States are told in Slurm's words: they are what status shows of every scheduler.
#include "grid_queue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <ctime>
#include <set>
#include <sstream>

#include "os/user_name.hpp"
#include "scheduler/clock_seconds.hpp"
#include "tags.hpp"

namespace assay {
namespace {

/// Between the answers; no command prints such a line.
constexpr char const* held_part = "\n=== held\n";
constexpr char const* details_part = "\n=== details\n";

std::string first_word(std::string const& line) {
  std::istringstream words(line);
  std::string word;
  words >> word;
  return word;
}

/// Letters, as in "hqw", "Eqw", "Rr", "dr".
std::string state_of_letters(std::string const& letters) {
  auto const has = [&](char letter) { return letters.find(letter) != letters.npos; };
  if (has('q') || has('w')) return "PENDING";
  if (has('d')) return "COMPLETING";
  if (has('s') || has('S') || has('T') || has('N')) return "SUSPENDED";
  return "RUNNING";
}

std::set<std::string> held_jobs(std::string_view text) {
  std::set<std::string> ids;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);)
    if (auto id = first_word(line); is_job_id(id)) ids.insert(std::move(id));
  return ids;
}

/// What `qstat -j` says of one job.
struct Details {
  std::string directory;
  std::string error;
  std::vector<std::string> scheduling;
};

std::string after_colon(std::string const& line) {
  auto const colon = line.find(':');
  auto const begin =
      colon == line.npos ? line.npos : line.find_first_not_of(' ', colon + 1);
  return begin == line.npos ? "" : line.substr(begin);
}

std::map<std::string, Details> parse_details(std::string_view text) {
  std::map<std::string, Details> found;
  Details* job = nullptr;
  bool is_scheduling = false;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("job_number:")) job = &found[after_colon(line)];
    if (job == nullptr) continue;
    if (line.starts_with("cwd:")) job->directory = after_colon(line);
    if (line.starts_with("error reason")) job->error = after_colon(line);
    is_scheduling = line.starts_with("scheduling info:") ||
                    (is_scheduling && line.starts_with("  "));
    if (!is_scheduling) continue;
    auto const reason = line.starts_with(' ') ? line.substr(line.find_first_not_of(' '))
                                              : after_colon(line);
    job->scheduling.push_back(reason);
  }
  return found;
}

/// The one that says most: what the job itself lacks, before what the queues have not.
std::string reason_of(Details const& details) {
  if (!details.error.empty()) return details.error;
  for (auto const* telling :
       {"dependencies", "hold state", "cannot run", "not all array"})
    for (auto const& reason : details.scheduling)
      if (reason.find(telling) != reason.npos) return reason;
  return details.scheduling.empty() ? "None" : details.scheduling.back();
}

QueuedJob job_of(std::string_view entry, std::set<std::string> const& held,
                 std::map<std::string, Details> const& details) {
  auto const letters = text_of_tag(entry, "state");
  QueuedJob job{.id = text_of_tag(entry, "JB_job_number"),
                .task = text_of_tag(entry, "tasks"),
                .state = state_of_letters(letters),
                .reason = "None",
                .directory = ""};
  job.is_held = held.count(job.id) != 0;
  job.never_starts = job.state == "PENDING" && letters.find('E') != letters.npos;
  if (auto const known = details.find(job.id); known != details.end()) {
    job.directory = known->second.directory;
    if (job.state == "PENDING") job.reason = reason_of(known->second);
  }
  return job;
}

/// Seconds since the epoch of "2026-11-28T09:56:32", which is local time.
std::optional<double> time_of(std::string const& text) {
  std::tm parts{};
  parts.tm_isdst = -1;
  if (::strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &parts) == nullptr)
    return std::nullopt;
  return static_cast<double>(std::mktime(&parts));
}

std::optional<double> limit_of(std::string_view entry) {
  return clock_seconds(text_of_named(entry, "hard_request", "h_rt"));
}

/// Until its limit.
std::optional<double> left_of(std::string_view entry, double now_s) {
  auto const start = time_of(text_of_tag(entry, "JAT_start_time"));
  auto const limit = limit_of(entry);
  if (!start || !limit) return std::nullopt;
  return *start + *limit - now_s;
}

/// What is told of a job that runs; nothing where it does not.
std::optional<std::string_view> running_entry(std::string_view text,
                                              std::string const& id) {
  for (auto const entry : pieces_between(text, "<job_list ", "</job_list>"))
    if (text_of_tag(entry, "JB_job_number") == id &&
        state_of_letters(text_of_tag(entry, "state")) != "PENDING")
      return entry;
  return std::nullopt;
}

/// "exit_status  137   (Killed)"
std::string field_of(std::string_view record, std::string const& name) {
  std::istringstream lines{std::string(record)};
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(name + " ")) continue;
    auto const begin = line.find_first_not_of(' ', name.size());
    if (begin == line.npos) return {};
    return line.substr(begin, line.find_last_not_of(' ') - begin + 1);
  }
  return {};
}

}  // namespace

ProcessResult run_grid(Argv words, Environment const& environment) {
  constexpr std::size_t longest = std::size_t{64} << 20;
  return run_process({std::move(words), environment, "/", ""},
                     {.timeout_s = 120, .tail_bytes = longest});
}

std::string words_of_grid(ProcessResult const& answer) {
  if (answer.ending == Ending::not_started) return answer.error;
  if (answer.ending == Ending::timed_out) return "no answer in time";
  std::string words;
  std::istringstream lines(answer.output_tail);
  for (std::string line; std::getline(lines, line);) {
    constexpr std::string_view sender = "Unable to run job: ";
    if (line.starts_with(sender)) line = line.substr(sender.size());
    if (line.empty() || line == "Exiting.") continue;
    words += (words.empty() ? "" : "; ") + line;
  }
  return words.empty() ? fmt::format("exit code {}", answer.exit_code) : words;
}

ProcessResult ask_running(Environment const& environment) {
  return run_grid({"qstat", "-xml", "-r", "-u", user_name(), "-s", "prs"}, environment);
}

SchedulerText ask_qstat(Environment const& environment) {
  auto const jobs = ask_running(environment);
  if (!jobs.succeeded()) return {"", words_of_grid(jobs)};
  auto const held = run_grid({"qstat", "-u", user_name(), "-s", "hu"}, environment);
  if (!held.succeeded()) return {"", words_of_grid(held)};
  // It fails where no job has such a name.
  auto const details = run_grid({"qstat", "-j", "assay-*"}, environment);
  return {jobs.output_tail + held_part + held.output_tail + details_part +
              details.output_tail,
          ""};
}

std::vector<QueuedJob> parse_qstat(std::string const& text) {
  std::string_view const all(text);
  auto const held_at = std::min(all.find(held_part), all.size());
  auto const details_at = std::min(all.find(details_part, held_at), all.size());
  auto const held = held_jobs(all.substr(held_at, details_at - held_at));
  auto const details = parse_details(all.substr(details_at));
  std::vector<QueuedJob> jobs;
  for (auto const entry :
       pieces_between(all.substr(0, held_at), "<job_list ", "</job_list>")) {
    auto job = job_of(entry, held, details);
    if (is_job_id(job.id)) jobs.push_back(std::move(job));
  }
  return jobs;
}

std::optional<JobState> parse_running(std::string const& text, std::string const& id,
                                      double now_s) {
  auto const entry = running_entry(text, id);
  if (!entry) return std::nullopt;
  return JobState{state_of_letters(text_of_tag(*entry, "state")),
                  left_of(*entry, now_s)};
}

std::optional<double> parse_limit(std::string const& text, std::string const& id) {
  auto const entry = running_entry(text, id);
  return entry ? limit_of(*entry) : std::nullopt;
}

std::string ask_qacct(std::vector<std::string> const&, Environment const& environment) {
  auto const answer =
      run_grid({"qacct", "-o", user_name(), "-j", "assay-*"}, environment);
  return answer.succeeded() ? answer.output_tail : "";
}

std::map<std::string, QueuedJob> parse_qacct(std::string const& text) {
  std::map<std::string, QueuedJob> jobs;
  auto const ended = text + "\n====";  // the pieces are of it
  for (auto const record : pieces_between(ended, "jobname", "\n====")) {
    auto const id = field_of(record, "jobnumber");
    if (!is_job_id(id)) continue;
    auto const failed = field_of(record, "failed"),
               status = field_of(record, "exit_status");
    bool const good = failed == "0" && status == "0";
    jobs[id] = {.id = id,
                .task = field_of(record, "taskid"),
                .state = good ? "COMPLETED" : "FAILED",
                .reason = good ? "None"
                          : failed == "0"
                              ? "exit status " + status
                              : fmt::format("{}, exit status {}", failed, status),
                .directory = ""};
  }
  return jobs;
}

}  // namespace assay
