// SPDX-License-Identifier: Apache-2.0
// What runs and submissions need of a manager of jobs. Each is a folder or a file that
// makes itself known; nobody else asks for its name.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cluster_nodes.hpp"
#include "common/json.hpp"
#include "group_job.hpp"
#include "job_state.hpp"
#include "model/study.hpp"
#include "os/process.hpp"
#include "queued_job.hpp"

namespace assay {

/// What a run asks about the job that it is in.
struct JobCalls {
  /// The variable that names the job, for people.
  std::string variable;
  std::string record_key;  ///< of what a record says of it
  /// The id of the job that `environment` names, whether it runs or not; empty for
  /// none.
  std::string (*named)(Environment const& environment) = nullptr;
  /// Variables that launches in a job need; a name may end in a star.
  std::vector<std::string> kept{};
  /// Variables that launches need beside these where the run is a rank of the job.
  Environment (*additions)(Environment const& environment) = [](Environment const&) {
    return Environment();
  };
  /// Tells the machine what the job has. False where no such job runs. Throws
  /// EnvironmentError where the scheduler does not say.
  bool (*apply)(Machine& machine, Environment const& environment) = nullptr;
  /// Nothing where the scheduler does not know the job or does not answer.
  std::optional<JobState> (*observe)(std::string const& id,
                                     Environment const& environment) =
      [](std::string const&, Environment const&) { return std::optional<JobState>(); };
  /// Returns when a launch that was lost for the n-th time may be tried again.
  void (*await_after_loss)(std::string const& id, Environment const& environment,
                           double limit_s, int losses) =
      [](std::string const&, Environment const&, double, int) {};
  /// What a record says of its job: id, restarts, nodes, each only where it is known.
  Json (*record)(Environment const& environment) = nullptr;
  /// Whether the same job was started before.
  bool (*is_restarted)(Environment const& environment) = [](Environment const&) {
    return false;
  };
  /// The name of the cluster; empty where it has none.
  std::string (*cluster)(Environment const& environment) = [](Environment const&) {
    return std::string();
  };
  /// The words by which the job asks for its continuation by a new one that runs
  /// `script`, or by itself; empty where it cannot.
  Argv (*continuation)(JobSection const& wishes, Environment const& environment,
                       Argv const& script) = [](JobSection const&, Environment const&,
                                                Argv const&) { return Argv(); };
  /// By which the program that a job runs asks for its being started again, where that
  /// is how a job is requeued.
  std::optional<int> requeue_exit_code{};
  /// Why this job is better not requeued; empty where it may be.
  std::string (*requeue_obstacle)(Environment const& environment) =
      [](Environment const&) { return std::string(); };
  /// Takes the jobs that would have gone on out of the queue, where this is one of
  /// several in turn.
  void (*end_rest_of_array)(Environment const& environment) = [](Environment const&) {};
};

/// Where the scripts are and what they are to run.
struct JobPlaces {
  std::filesystem::path project, program, study_directory;

  std::string study_name() const { return study_directory.filename().string(); }
};

/// How the last job is asked for.
struct CollectShape {
  JobWishes wishes;
  int nodes = 1;  ///< more only where the partition has no smaller jobs
  JobPlaces places;
};

/// What a scheduler printed, or its words where it did not answer.
struct SchedulerText {
  std::string text, problem;
};

/// What `assay submit`, `status` and `cancel` ask.
struct QueueCalls {
  std::string submits;    ///< the command that does
  bool has_srun = false;  ///< and its jobs start their ranks by it
  std::string asks;       ///< the command that tells of the queue
  /// How surely submissions from here go to it; 0: it is not here.
  int (*preference)(Environment const& environment) = nullptr;
  /// Our environment without what a job that we may be in says of itself.
  Environment (*environment)(Environment own) = nullptr;
  /// Why the study's section cannot be obeyed; empty where it can. Pure.
  std::string (*obstacle)(JobSection const& wishes) = nullptr;
  /// Throws EnvironmentError with the scheduler's words where there are none.
  ClusterNodes (*nodes)(JobSection const& wishes, JobPlaces const& places,
                        Environment const& environment) = nullptr;
  /// The words that submit a job of a group, held. Pure.
  Argv (*group_words)(GroupJob const& group, JobSection const& wishes,
                      JobPlaces const& places, ClusterNodes const& cluster) = nullptr;
  /// And the last job, which waits for these. Pure.
  Argv (*collect_words)(std::vector<std::string> const& jobs,
                        CollectShape const& shape) = nullptr;
  /// The id of the new job. Throws EnvironmentError with the scheduler's own words.
  std::string (*submit)(Argv const& words, Environment const& environment) = nullptr;
  /// Throws as `submit`.
  void (*release)(std::vector<std::string> const& jobs,
                  Environment const& environment) = nullptr;
  /// Whether the scheduler took it; `problem` its words otherwise.
  bool (*cancel)(std::vector<std::string> const& jobs, Environment const& environment,
                 std::string& problem) = nullptr;
  /// One answer for all jobs of this user, and how it is read. Reading is pure.
  SchedulerText (*ask)(Environment const& environment) = nullptr;
  std::vector<QueuedJob> (*read)(std::string const& text) = nullptr;
  /// The same of jobs that the queue has forgotten; empty where nothing remembers.
  std::string (*ask_accounting)(std::vector<std::string> const& ids,
                                Environment const& environment) = nullptr;
  std::map<std::string, QueuedJob> (*read_accounting)(std::string const& text) =
      nullptr;
  /// The text of a first site file. Throws EnvironmentError.
  std::string (*first_site)(Environment const& environment) = nullptr;
};

struct Scheduler {
  std::string name;  ///< "Slurm"
  int place = 0;     ///< in lists of schedulers: the first that is there is taken
  JobSection Study::*section = nullptr;  ///< what a study says to it
  std::string section_name{};            ///< its key
  JobCalls job;
  std::optional<QueueCalls> queue{};  ///< where studies can be submitted to it
};

/// A static object of this type makes a scheduler known.
struct RegisterScheduler {
  explicit RegisterScheduler(Scheduler scheduler);
};

/// All schedulers, by their place.
std::vector<Scheduler> const& schedulers();

/// Throws std::logic_error where none has that name.
Scheduler const& scheduler_named(std::string const& name);

/// That of the job that `environment` names; nullptr where it names none.
Scheduler const* scheduler_of_job(Environment const& environment);

/// The one that a submission from here goes to.
Scheduler const& scheduler_here(Environment const& environment);

/// The same of this study: where it, or its site, says something to some schedulers,
/// one of these.
Scheduler const& scheduler_for(Study const& study, Environment const& environment);

}  // namespace assay
