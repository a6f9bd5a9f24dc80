// SPDX-License-Identifier: Apache-2.0
// assay run: measure a study, or go on with it, and report.
#include "run.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>

#include "commands.hpp"
#include "continue_study.hpp"
#include "describe_point.hpp"
#include "exclusive_start.hpp"
#include "expect_affordable.hpp"
#include "group_setting.hpp"
#include "imported_study.hpp"
#include "load_study.hpp"
#include "os/environment.hpp"
#include "os/errors.hpp"
#include "os/interrupt.hpp"
#include "os/screen.hpp"
#include "plan/narrow.hpp"
#include "plan/price.hpp"
#include "report/run_analysis.hpp"
#include "run/run_study.hpp"
#include "scheduler/scheduler.hpp"
#include "simulate/simulate_attempt.hpp"
#include "site/manifest.hpp"
#include "site/noise_limits.hpp"
#include "site/observe_hosts.hpp"
#include "site/preflight.hpp"
#include "site/srun_plugin.hpp"
#include "site/workers.hpp"
#include "terminal.hpp"
#include "text/append.hpp"
#include "text/layout.hpp"
#include "text/numbers.hpp"
#include "text/say.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

/// `study` names a study file, which a group does not need.
void add_job_options(CLI::App& command, CLI::Option* study, RunOptions& options) {
  constexpr auto in_a_job = "Inside a Slurm job";
  command
      .add_option("--reserve", options.reserve_s,
                  "Seconds before the end of the job that are not for launches")
      ->check(CLI::NonNegativeNumber)
      ->group(in_a_job);
  command
      .add_option("--jobscript", options.jobscript,
                  "What a new job runs to continue the study: this script, with the "
                  "study and the options that say what of it")
      ->group(in_a_job);
  auto* const group = command.add_option(
      "--group", options.group,
      "Directory of a group of a submitted study, as its job gives it");
  group->group(in_a_job);
  study->excludes(group);
}

std::shared_ptr<RunOptions> add_options(CLI::App& command) {
  auto options = std::make_shared<RunOptions>();
  command.footer(
      "Example:\n  assay run configs/quickstart.yaml\n\n"
      "A study that was interrupted goes on where it stopped.\n\n"
      "Environment: ASSAY_MPIEXEC names another mpiexec than that on the PATH;\n"
      "ASSAY_HOST_LOCK the file by which launches on this host take turns, or off;\n"
      "ASSAY_PYTHON the interpreter of the report;\n"
      "ASSAY_DISTURBED=keep lets launches count that others disturbed.");
  auto* const file = add_study(command, options->file);
  add_overrides(command, options->overrides);
  add_results(command, options->results);
  add_run_flags(command, *options);
  command.add_flag("--yes", options->yes,
                   "Start though the price is above the study's limits.core_hours");
  command.add_flag("--dry-run", options->dry_run,
                   "Print the words of each point's launch");
  command.add_option("--only", options->only,
                     "Points for which this holds, as in 'ranks<=8 && kernel==pi'");
  command.add_option("--limit", options->limit, "At most so many points")
      ->check(CLI::Range(1, 1000000));
  add_job_options(command, file, *options);
  return options;
}

RunSetting setting_of(RunOptions const& options) {
  if (!options.group.empty()) return group_setting(fs::absolute(options.group));
  if (options.file.empty()) throw CLI::RequiredError("study");
  auto const results = fs::absolute(options.results);
  expect_none_imported(options.file, results);
  auto study = load_study(options.file, options.overrides, options.results);
  auto context = load_context(study);
  std::vector<Clause> clauses;
  if (!options.only.empty()) clauses = parse_clauses(options.only);
  auto plan = narrow(make_plan(study, context), clauses, options.limit);
  auto directory = results / study.name;
  if (!options.fresh) expect_not_imported(directory);
  auto machine = context.machine;
  return {std::move(study), std::move(context), std::move(plan), std::move(directory),
          std::move(machine)};
}

// Earlier results are moved, never deleted.
void set_aside(fs::path const& directory) {
  if (!fs::exists(directory)) return;
  for (int number = 1;; ++number) {
    fs::path const aside = fmt::format("{}.old-{}", directory.string(), number);
    if (fs::exists(aside)) continue;
    fs::rename(directory, aside);
    say(fmt::format("earlier results are now in {}\n", aside.string()));
    return;
  }
}

void print_words(Plan const& plan, Machine const& machine, MpiLauncher const& mpi,
                 std::vector<std::string> const& axes) {
  auto const plugins = srun_plugins(machine, plan.points, launch_environment(machine));
  for (std::size_t i = 0; i < plan.points.size(); ++i) {
    auto const& point = plan.points[i];
    AttemptSpec spec;
    spec.point = point;
    spec.worker = worker_path(point.backend);
    if (point.gpus_per_rank > 0) spec.devices = devices_program();
    spec.directory = "ATTEMPT";
    spec.base_environment = launch_environment(machine);
    spec.step.mpi = plugins[i];
    spec.mpi = mpi;
    auto const command = make_command(spec, "NONCE");
    show("{}\n ", describe(point, axes));
    for (auto const& word : command.argv) show(" {}", word);
    show("\n");
  }
}

bool has_one_reason(std::vector<Skipped> const& skipped) {
  return !skipped.empty() &&
         std::all_of(skipped.begin(), skipped.end(), [&](Skipped const& one) {
           return one.reason == skipped.front().reason;
         });
}

void announce(Plan const& plan, Machine const& machine,
              std::vector<std::string> const& axes) {
  if (!machine.stale_job.empty()) {
    say(fmt::format("warning: {} names no running job; its variables are ignored\n",
                    machine.stale_job));
  }
  bool const any_of_one_rank =
      std::any_of(plan.points.begin(), plan.points.end(),
                  [](Point const& point) { return launcher_of(point).max_ranks == 1; });
  if (!machine.has_mpiexec && any_of_one_rank) {
    say("note: there is no mpiexec here; points of one rank are launched "
        "without it (launcher: local)\n");
  }
  if (!machine.limit_of_cores.empty())
    say(fmt::format("note: {} to measure on: {}\n",
                    counted(machine.cores_per_node, "core"), machine.limit_of_cores));
  if (plan.points.empty() && has_one_reason(plan.skipped)) {
    throw EnvironmentError("no point of this study can run here: " +
                           plan.skipped.front().reason);
  }
  for (auto const& [point, reason] : plan.skipped) {
    say(fmt::format("skipped: {}: {}\n", describe(point, axes), reason));
  }
  if (plan.points.empty()) {
    throw EnvironmentError("no point of this study can run on this machine");
  }
}

JobClock job_clock(RunOptions const& options, Machine const& machine) {
  if (!machine.job_left_s) return {};
  return JobClock(*machine.job_left_s - options.reserve_s);
}

// Where the controller does not answer, the job is taken to go on.
JobSpec job_spec(RunOptions const& options, Machine const& machine) {
  auto const& id = machine.job_id;
  if (id.empty()) return {};
  constexpr double longest_absence_s = 600;
  auto const& calls = scheduler_named(machine.scheduler).job;
  return {calls.record_key,
          calls.record(own_environment()),
          machine.node_names,
          job_clock(options, machine),
          [id, &calls] {
            auto const job = calls.observe(id, own_environment());
            return job && job->state != "RUNNING";
          },
          [id, &calls](int losses) {
            calls.await_after_loss(id, own_environment(), longest_absence_s, losses);
          }};
}

/// What a run on this machine or in this job needs to know of it.
void describe_machine(RunSpec& spec, RunOptions const& options, Machine const& machine,
                      MpiLauncher const& mpi) {
  spec.base_environment = launch_environment(machine);
  spec.worker_hashes = worker_hashes(spec.plan.points);
  spec.mpi = mpi;
  spec.srun_mpi = srun_plugins(machine, spec.plan.points, spec.base_environment);
  spec.job = job_spec(options, machine);
}

/// A model needs no turn of the host, and its answers no disk that is safe.
RunOutcome simulate(RunSpec& spec, RunListener& listener) {
  Journal journal(spec.directory / "journal.jsonl", Sync::never);
  spec.manifest = simulated_manifest(*spec.study.cluster);
  spec.job.is_ending = [] { return false; };
  spec.disturbed = what_of_disturbed(spec.study);
  SimulatedExecutor model(spec.study);
  return run_study(spec, journal, model, listener);
}

/// A job that was started again goes on with what it began.
bool starts_anew(RunOptions const& options) {
  auto const environment = own_environment();
  auto const* const scheduler = scheduler_of_job(environment);
  return options.fresh &&
         (scheduler == nullptr || !scheduler->job.is_restarted(environment));
}

/// Limits that are kept from run to run, and measured in a first one.
void judge_noise(RunSpec& spec) {
  if (spec.disturbed == Disturbed::keep) return;
  spec.noise_limits = read_noise_limits();
  spec.keep_limits = [](auto const& windows) { keep_noise_limits(windows); };
}

RunOutcome measure(RunOptions const& options, RunSetting const& setting,
                   MpiLauncher const& mpi) {
  RunSpec spec;
  spec.study = setting.study;
  spec.plan = setting.plan;
  spec.ids = point_ids(setting.study, setting.plan.points);
  spec.directory = setting.directory;
  spec.failed = options.retry_failed ? Failed::retry : Failed::keep;
  fs::create_directories(spec.directory.parent_path());
  expect_shared(spec.directory.parent_path(), mpi.hosts);
  if (starts_anew(options)) set_aside(spec.directory);
  fs::create_directories(spec.directory / "attempts");
  Terminal terminal(
      observe_screen(own_environment()),
      options.verbose ? Terminal::Output::shown : Terminal::Output::hidden,
      further_axes(setting.study));
  if (setting.study.cluster) {
    auto const outcome = simulate(spec, terminal);
    terminal.clear_line();
    return outcome;
  }
  describe_machine(spec, options, setting.context.machine, mpi);
  spec.manifest = make_manifest(setting.machine, mpi);
  Journal journal(spec.directory / "journal.jsonl");
  spec.host = setting.context.machine.host;
  spec.disturbed = what_of_disturbed(spec.study);
  judge_noise(spec);
  ExclusiveStart start(spec.host);
  ProcessExecutor processes{std::ref(start)};
  auto const outcome = run_study(spec, journal, processes, terminal);
  terminal.clear_line();
  return outcome;
}

/// What a new job runs to go on with the same points; empty without a jobscript.
Argv script_to_go_on(RunOptions const& options) {
  if (options.jobscript.empty()) return {};
  auto const study = names_file(options.file, options.results)
                         ? fs::absolute(options.file).string()
                         : options.file;
  Argv words{options.jobscript, study, "--results", fs::absolute(options.results)};
  for (auto const& override : options.overrides) append(words, {"-D", override});
  if (!options.only.empty()) append(words, {"--only", options.only});
  if (options.limit) append(words, {"--limit", std::to_string(*options.limit)});
  if (options.no_report) words.emplace_back("--no-report");
  return words;
}

int exit_code_of(RunOutcome const& outcome) {
  if (outcome.signal != 0) return 128 + outcome.signal;
  return code(outcome.failed > 0 ? ExitCode::failed : ExitCode::ok);
}

/// A line of its own on standard error, in as many as the terminal is wide.
void say_wrapped(std::string const& words) {
  say(wrapped(words, output_columns(own_environment(), STDERR_FILENO), 2) + "\n");
}

/// What is in no number, and why the exit code is not 0.
void explain(RunOutcome const& outcome, Study const& study) {
  if (outcome.disturbed > 0)
    say_wrapped(fmt::format(
        "{} {} disturbed by other work and {} only where too few were quiet; "
        "--retry-failed launches again, on a quiet machine",
        outcome.disturbed, outcome.disturbed == 1 ? "launch was" : "launches were",
        outcome.disturbed == 1 ? "counts" : "count"));
  if (outcome.failed == 0) return;
  say_wrapped(fmt::format(
      "exit code 1: {} {} failed; assay status {} --launches says why, and "
      "--retry-failed launches again",
      outcome.failed, outcome.failed == 1 ? "launch" : "launches", study.name));
}

int report_on(fs::path const& directory, bool open) {
  std::vector<std::string> words{"report", directory.string()};
  if (open) words.emplace_back("--open");
  return run_analysis(words);
}

/// Of the fewest launches that the rule allows.
CoreHours expected_core_hours(RunSetting const& setting) {
  Price price(setting.study, setting.context.machine.cores_per_node);
  for (auto const& point : setting.plan.points)
    price.add(point, launch_price(point, setting.context.catalogue, {}));
  return {.expected = price.least_core_hours()};
}

}  // namespace

void add_run_flags(CLI::App& command, RunOptions& options) {
  command.add_flag("--retry-failed", options.retry_failed,
                   "Launch again what failed or was disturbed");
  command.add_flag("--fresh", options.fresh,
                   "Set earlier results aside and start anew");
  auto* const none = command.add_flag("--no-report", options.no_report, "Measure only");
  command.add_flag("--open", options.open, "Show the report in a browser")
      ->excludes(none);
  command.add_flag("--verbose", options.verbose, "Show what the launches print");
}

int run(RunOptions const& options) { return run(options, setting_of(options)); }

int run(RunOptions const& options, RunSetting setting) {
  auto const& study = setting.study;
  auto const& context = setting.context;
  say_warnings(study);
  setting.plan = without_missing_devices(std::move(setting.plan),
                                         launch_environment(context.machine));
  auto const& plan = setting.plan;
  auto mpi = prepare_launcher(plan.points, launch_environment(context.machine));
  if (context.machine.is_reached_by_ssh) mpi.hosts = context.machine.node_names;
  if (!mpi.note.empty()) say(fmt::format("note: {}\n", mpi.note));
  if (options.dry_run) {
    print_words(plan, context.machine, mpi, further_axes(study));
    return code(ExitCode::ok);
  }
  announce(plan, context.machine, further_axes(study));
  bool const is_continued =
      !starts_anew(options) && fs::exists(setting.directory / "journal.jsonl");
  bool const is_asked = !options.yes && !study.cluster && options.group.empty();
  if (study.limits.core_hours && is_asked && !is_continued)
    expect_affordable(study.limits, expected_core_hours(setting));
  if (!study.cluster)
    warn_if_busy(context.machine.cores_per_node * context.machine.threads_per_core);
  std::optional<Interrupt> interrupt(std::in_place);
  auto const outcome = measure(options, setting, mpi);
  if (is_cut_short(outcome, context.machine)) {
    interrupt.reset();  // as long as it holds a signal no process is started
    auto const goes_on = continue_study(study, outcome, context.machine,
                                        {script_to_go_on(options), options.reserve_s});
    if (goes_on) return *goes_on;
    return outcome.signal != 0 ? 128 + outcome.signal : code(ExitCode::failed);
  }
  if (outcome.signal != 0) {
    say("interrupted; the same command goes on from here\n");
    return exit_code_of(outcome);
  }
  if (!options.group.empty()) end_rest_of_array();
  if (!options.no_report && options.group.empty()) {
    int const report = report_on(fs::path(options.results) / study.name, options.open);
    if (report != 0) return report;
  }
  explain(outcome, study);
  return exit_code_of(outcome);
}

void add_run(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("run", "Measure a study, or go on with it, and report");
  auto options = add_options(*command);
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace assay
