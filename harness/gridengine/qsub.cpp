// SPDX-License-Identifier: Apache-2.0
// Every value is a word of its own; the scripts are constant files.
#include "qsub.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

#include "common/comma_list.hpp"
#include "grid_queue.hpp"
#include "os/environment.hpp"
#include "os/errors.hpp"
#include "scheduler/job_scripts.hpp"
#include "scheduler/submission.hpp"
#include "text/append.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

/// By these options submit, status and collect find their jobs again.
constexpr std::array ours = {"-N", "-pe",       "-t",    "-tc",  "-wd",    "-cwd", "-h",
                             "-b", "-hold_jid", "-sync", "-now", "-terse", "-o",   "-e",
                             "-j", "-r",        "-S",    "-V",   "-notify"};

Argv job_words(std::string const& name, std::string const& directory,
               std::string const& output) {
  return {"qsub", "-terse", "-N", name,        "-wd", directory, "-j", "y",
          "-o",   output,   "-S", "/bin/bash", "-V",  "-r",      "y"};
}

/// Held until every job of the study is accepted and noted.
Argv first_words(std::string const& name, fs::path const& directory) {
  auto words = job_words(name, directory.string(), directory.string() + "/");
  words.emplace_back("-h");
  return words;
}

Argv wish_words(JobWishes const& wishes) {
  Argv words;
  if (!wishes.partition.empty()) append(words, {"-q", wishes.partition});
  if (!wishes.account.empty()) append(words, {"-P", wishes.account});
  append(words, wishes.directives);
  return words;
}

/// No soft limit, at which a signal would come: 8.1.9 kills jobs on several hosts then.
/// A run knows by itself when its job ends.
std::string time_word(double time_s) {
  return fmt::format("h_rt={:.0f}", std::ceil(time_s));
}

/// Jobs on several hosts are not started again, so that those which are to go on are
/// followed by more than the work is thought to take.
int turns_of(GroupJob const& group, JobSection const& wishes) {
  constexpr int spare = 4;
  bool const has_spare = group.nodes > 1 && wishes.continuation != Continuation::none;
  return group.jobs + (has_spare ? spare : 0);
}

bool sets_time(std::string const& value) {
  auto const limits = names_in_list(value);
  return std::any_of(limits.begin(), limits.end(), [](std::string const& limit) {
    auto const name = limit.substr(0, limit.find('='));
    return name == "h_rt" || name == "s_rt";
  });
}

std::string forbidden_word(std::vector<std::string> const& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (std::find(ours.begin(), ours.end(), words[i]) != ours.end()) return words[i];
    if (words[i] == "-l" && i + 1 < words.size() && sets_time(words[i + 1]))
      return "-l " + words[i + 1];
  }
  return {};
}

}  // namespace

Argv qsub_group_words(GroupJob const& group, JobSection const& wishes,
                      JobPlaces const& places, ClusterNodes const& cluster) {
  auto const directory = group_directory(places.study_directory, group.name);
  auto words = first_words(job_name(places, group.name), directory);
  auto const& environment = wishes.parallel_environment.empty()
                                ? cluster.parallel_environment
                                : wishes.parallel_environment;
  append(words,
         {"-pe", environment, std::to_string(group.nodes * cluster.slots_per_node)});
  append(words, {"-l", time_word(group.time_s)});
  if (int const turns = turns_of(group, wishes); turns > 1)
    append(words, {"-t", fmt::format("1-{}", turns), "-tc", "1"});
  append(words, wish_words(wishes));
  append(words, group_script(group, wishes, places));
  return words;
}

Argv qsub_collect_words(std::vector<std::string> const& jobs,
                        CollectShape const& shape) {
  constexpr double default_time_s = 1800;
  auto const& places = shape.places;
  auto const directory = group_directory(places.study_directory, collect_group);
  auto words = first_words(job_name(places, collect_group), directory);
  append(words, {"-hold_jid", fmt::format("{}", fmt::join(jobs, ","))});
  append(words, {"-l", time_word(shape.wishes.time_s.value_or(default_time_s))});
  append(words, wish_words(shape.wishes));
  append(words, collect_script(shape));
  return words;
}

Argv qsub_continuation_words(JobSection const& wishes, Environment const& environment,
                             std::optional<double> time_s, std::string const& directory,
                             Argv const& script) {
  auto const own = [&](char const* name) { return variable_of(environment, name); };
  auto words = job_words(own("JOB_NAME"), directory, own("SGE_STDOUT_PATH"));
  append(words, {"-hold_jid", own("JOB_ID")});
  if (!own("PE").empty()) append(words, {"-pe", own("PE"), own("NSLOTS")});
  if (wishes.time_s) time_s = wishes.time_s;
  if (time_s) append(words, {"-l", time_word(*time_s)});
  if (wishes.partition.empty()) append(words, {"-q", own("QUEUE")});
  append(words, wish_words(wishes));
  append(words, script);
  return words;
}

std::string qsub_obstacle(JobSection const& wishes) {
  auto words = wishes.directives;
  if (wishes.collect) append(words, wishes.collect->directives);
  auto const forbidden = forbidden_word(words);
  if (forbidden.empty()) return {};
  return fmt::format(
      "the option {} of qsub is set by assay submit itself. Leave it out of "
      "gridengine.directives; the time of a job is gridengine.time",
      forbidden);
}

std::string id_of_terse(std::string const& text) {
  auto const end = std::min(text.find_first_not_of("0123456789"), text.size());
  bool const is_id = end > 0 && (end == text.size() || text[end] == '.');
  return is_id ? text.substr(0, end) : "";
}

std::string qsub(Argv const& words, Environment const& environment) {
  auto const answer = run_grid(words, environment);
  if (!answer.succeeded())
    throw EnvironmentError("Grid Engine refuses the job: " + words_of_grid(answer));
  // Sites let qsub say other things too.
  std::istringstream lines(answer.output_tail);
  for (std::string line; std::getline(lines, line);)
    if (auto id = id_of_terse(line); !id.empty()) return id;
  throw EnvironmentError("qsub names no job: " + words_of_grid(answer));
}

void qrls(std::vector<std::string> const& jobs, Environment const& environment) {
  if (jobs.empty()) return;
  Argv words{"qrls"};
  append(words, jobs);
  auto const answer = run_grid(words, environment);
  if (!answer.succeeded())
    throw EnvironmentError("Grid Engine does not release the jobs: " +
                           words_of_grid(answer));
}

bool qdel(std::vector<std::string> const& jobs, Environment const& environment,
          std::string& problem) {
  if (jobs.empty()) return true;
  Argv words{"qdel"};
  append(words, jobs);
  auto const answer = run_grid(words, environment);
  if (!answer.succeeded()) problem = words_of_grid(answer);
  return answer.succeeded();
}

}  // namespace assay
