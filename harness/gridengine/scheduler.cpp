// SPDX-License-Identifier: Apache-2.0
// Grid Engine, as runs and submissions know it.
#include "scheduler/scheduler.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <sstream>
#include <thread>

#include "grid_nodes.hpp"
#include "grid_queue.hpp"
#include "os/environment.hpp"
#include "os/errors.hpp"
#include "os/spawn.hpp"
#include "os/utc.hpp"
#include "qsub.hpp"
#include "scheduler/clock_seconds.hpp"
#include "scheduler/host_slots.hpp"
#include "text/append.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

/// JOB_ID alone may be anyone's.
std::string named_job(Environment const& environment) {
  if (!environment.contains("SGE_JOB_SPOOL_DIR")) return {};
  return variable_of(environment, "JOB_ID");
}

/// Of a job without a parallel environment, this host.
std::optional<std::vector<HostSlots>> hosts_of(Environment const& environment,
                                               std::string const& host) {
  auto const file = variable_of(environment, "PE_HOSTFILE");
  if (!file.empty()) return parse_hostfile(text_of_file(file));
  return parse_hostfile(host + " " + variable_of(environment, "NSLOTS") + " q -\n");
}

/// Whether the execution daemon still has the job: its directory goes with the job.
bool is_alive(Environment const& environment) {
  std::error_code none;
  return fs::is_directory(variable_of(environment, "SGE_JOB_SPOOL_DIR"), none);
}

std::optional<JobState> observe(std::string const& id, Environment const& environment) {
  auto const answer = ask_running(environment);
  if (!answer.succeeded()) return std::nullopt;
  return parse_running(answer.output_tail, id, epoch_s());
}

/// The master may be away for a while; and a job that has just begun is not there yet.
std::optional<JobState> observe_patiently(std::string const& id,
                                          Environment const& environment) {
  constexpr int most_tries = 10;
  for (int i = 0; i < most_tries; ++i) {
    if (auto job = observe(id, environment)) return job;
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
  return std::nullopt;
}

bool apply(Machine& machine, Environment const& environment) {
  auto const hosts = hosts_of(environment, machine.host);
  if (!hosts || !is_alive(environment)) return false;
  auto const id = named_job(environment);
  auto const job = observe_patiently(id, environment);
  if (!job)
    throw EnvironmentError("qstat does not tell of job " + id +
                           ", so its time is not known. Try again later; outside of "
                           "the job: unset SGE_JOB_SPOOL_DIR");
  machine.job_left_s = job->left_s;
  machine.job_id = id;
  apply_hosts(machine, *hosts);
  return true;
}

bool is_restarted(Environment const& environment) {
  return variable_of(environment, "RESTARTED") == "1";
}

Json record(Environment const& environment) {
  auto const job = named_job(environment);
  if (job.empty()) return nullptr;
  Json json{{"scheduler", "Grid Engine"}, {"job", job}};
  json["restarts"] = is_restarted(environment) ? 1 : 0;
  auto const hosts =
      parse_hostfile(text_of_file(variable_of(environment, "PE_HOSTFILE")));
  if (hosts) json["nodes"] = names_of(*hosts);
  return json;
}

/// Of an array, the tasks that have their turn after this one: "3-5"; empty for none.
std::string rest_of_array(Environment const& environment) {
  auto const task = variable_of(environment, "SGE_TASK_ID");
  auto const last = variable_of(environment, "SGE_TASK_LAST");
  bool const is_followed = !task.empty() && task != "undefined" && task != last;
  return is_followed ? fmt::format("{}-{}", std::stoi(task) + 1, last) : "";
}

/// A host beside the first is waited for until it has cleaned up, which 8.1.9 was not
/// seen to notice.
std::string requeue_obstacle(Environment const& environment) {
  auto const hosts =
      parse_hostfile(text_of_file(variable_of(environment, "PE_HOSTFILE")));
  if (!hosts || hosts->size() == 1) return {};
  return fmt::format(
      "Grid Engine does not start a job again that ran on several hosts. {}",
      rest_of_array(environment).empty() ? "The same command goes on from here"
                                         : "The next of its jobs in turn goes on");
}

/// Of the same time: no variable of a job tells its own.
Argv continuation(JobSection const& wishes, Environment const& environment,
                  Argv const& script) {
  auto const running = ask_running(environment);
  return qsub_continuation_words(
      wishes, environment, parse_limit(running.output_tail, named_job(environment)),
      fs::current_path().string(), script);
}

std::string cluster_name(Environment const& environment) {
  auto const name = variable_of(environment, "SGE_CLUSTER_NAME");
  return name.empty() ? variable_of(environment, "SGE_CELL") : name;
}

void end_rest_of_array(Environment const& environment) {
  auto const rest = rest_of_array(environment);
  if (!rest.empty())
    run_grid({"qdel", named_job(environment), "-t", rest}, environment);
}

/// The cell that the environment names, as its settings.sh does, has a master.
int preference(Environment const& environment) {
  auto const root = variable_of(environment, "SGE_ROOT");
  auto const named = variable_of(environment, "SGE_CELL");
  auto const cell = fs::path(root) / (named.empty() ? "default" : named);
  std::error_code none;
  if (root.empty() || !fs::exists(cell / "common" / "act_qmaster", none)) return 0;
  try {
    find_program({{"qsub"}, environment, "/", ""});
    return 2;
  } catch (StartError const&) {
    return 0;
  }
}

/// What names a cell is the user's; the rest is the job's.
Environment submitting(Environment own) {
  if (named_job(own).empty()) return own;
  constexpr std::array of_users = {"SGE_ROOT",       "SGE_CELL",
                                   "SGE_ARCH",       "SGE_QMASTER_PORT",
                                   "SGE_EXECD_PORT", "SGE_CLUSTER_NAME"};
  std::erase_if(own, [&](auto const& entry) {
    auto const& name = entry.first;
    bool const is_job = name.starts_with("SGE_") || name == "JOB_ID" ||
                        name == "PE_HOSTFILE" || name == "NSLOTS" || name == "NHOSTS";
    return is_job &&
           std::find(of_users.begin(), of_users.end(), name) == of_users.end();
  });
  return own;
}

std::string asked(Argv words, Environment const& environment) {
  auto const answer = run_grid(words, environment);
  if (answer.succeeded()) return answer.output_tail;
  throw EnvironmentError(fmt::format(
      "{} does not say what hosts there are: {}. Submit where Grid Engine is; to plan "
      "elsewhere: assay plan --machine NODESxCORES",
      fmt::join(words, " "), words_of_grid(answer)));
}

std::vector<std::string> words_in(std::string const& text) {
  std::istringstream words(text);
  std::vector<std::string> found;
  for (std::string word; words >> word;) found.push_back(word);
  return found;
}

std::string chosen_environment(JobSection const& wishes,
                               Environment const& environment) {
  if (!wishes.parallel_environment.empty()) return wishes.parallel_environment;
  auto const all = words_in(asked({"qconf", "-spl"}, environment));
  if (all.size() == 1) return all.front();
  throw EnvironmentError(fmt::format(
      "Grid Engine has {} parallel environments{}{}. Name the one that gives whole "
      "nodes (gridengine: in the study, or -D gridengine.parallel_environment=NAME)",
      all.size(), all.empty() ? "" : ": ", fmt::join(all, ", ")));
}

std::optional<double> limit_of(std::string const& instance,
                               Environment const& environment) {
  std::istringstream lines(
      asked({"qconf", "-sq", instance.substr(0, instance.find('@'))}, environment));
  for (std::string line; std::getline(lines, line);) {
    auto const words = words_in(line);
    if (words.size() > 1 && words[0] == "h_rt") return clock_seconds(words[1]);
  }
  return std::nullopt;
}

ClusterNodes nodes_of(JobSection const& wishes, JobPlaces const&,
                      Environment const& environment) {
  auto const name = chosen_environment(wishes, environment);
  auto const pe =
      parse_parallel_environment(asked({"qconf", "-sp", name}, environment));
  Argv words{"qselect", "-pe", name};
  if (!wishes.partition.empty()) append(words, {"-q", wishes.partition});
  auto const instances = words_in(asked(words, environment));
  auto nodes = nodes_of_instances(
      pe, instances, parse_qhost(asked({"qhost", "-q", "-xml"}, environment)));
  if (!nodes)
    throw EnvironmentError(fmt::format(
        "the parallel environment {} gives no whole host{}: its allocation_rule is {}. "
        "Name one whose rule is the slots of a host, or $fill_up "
        "(gridengine.parallel_environment)",
        name, wishes.partition.empty() ? "" : " of queue " + wishes.partition,
        pe.rule));
  nodes->parallel_environment = name;
  nodes->limit_s = limit_of(instances.front(), environment);
  return *nodes;
}

std::string first_site(Environment const& environment) {
  auto const environments = words_in(asked({"qconf", "-spl"}, environment));
  auto const queues = words_in(asked({"qconf", "-sql"}, environment));
  std::string text =
      "# The site of assay, after what qconf says. Beside ~/.config/assay/site.yaml it "
      "may lie where ASSAY_SITE says.\ngridengine:\n";
  for (auto const& [key, values] :
       {std::pair{"parallel_environment", environments}, std::pair{"queue", queues}})
    for (auto const& value : values)
      text += fmt::format("  {}{}: {}\n", values.size() == 1 ? "" : "# ", key, value);
  return text;
}

RegisterScheduler const registered{
    {.name = "Grid Engine",
     .place = 2,
     .section = &Study::gridengine,
     .section_name = "gridengine",
     .job = {.variable = "JOB_ID",
             .record_key = "job",
             .named = named_job,
             .kept = {"SGE_*", "JOB_ID", "JOB_NAME", "PE_HOSTFILE", "PE", "NSLOTS",
                      "NHOSTS", "NQUEUES", "QUEUE", "ARC", "RESTARTED"},
             .apply = apply,
             .observe = observe,
             .record = record,
             .is_restarted = is_restarted,
             .cluster = cluster_name,
             .continuation = continuation,
             .requeue_exit_code = 99,
             .requeue_obstacle = requeue_obstacle,
             .end_rest_of_array = end_rest_of_array},
     .queue = QueueCalls{.submits = "qsub",
                         .asks = "qstat",
                         .preference = preference,
                         .environment = submitting,
                         .obstacle = qsub_obstacle,
                         .nodes = nodes_of,
                         .group_words = qsub_group_words,
                         .collect_words = qsub_collect_words,
                         .submit = qsub,
                         .release = qrls,
                         .cancel = qdel,
                         .ask = ask_qstat,
                         .read = parse_qstat,
                         .ask_accounting = ask_qacct,
                         .read_accounting = parse_qacct,
                         .first_site = first_site}}};

}  // namespace
}  // namespace assay
