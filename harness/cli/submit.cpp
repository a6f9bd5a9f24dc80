// SPDX-License-Identifier: Apache-2.0
// assay submit: a study as jobs, one for each node count, and one that collects. All
// are held until the last is accepted, so that nothing runs of a study that the
// scheduler refuses.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>

#include "commands.hpp"
#include "describe_point.hpp"
#include "excess.hpp"
#include "execute/attempt.hpp"
#include "expect_affordable.hpp"
#include "intent.hpp"
#include "os/environment.hpp"
#include "os/errors.hpp"
#include "os/lock.hpp"
#include "os/screen.hpp"
#include "os/utc.hpp"
#include "records/record.hpp"
#include "records/study_journals.hpp"
#include "scheduler/batch.hpp"
#include "scheduler/submitted.hpp"
#include "text/layout.hpp"
#include "text/numbers.hpp"
#include "text/say.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

void print_groups(std::vector<GroupJob> const& groups, int cores) {
  int decimals = 0;
  for (auto const& group : groups)
    decimals = std::max(decimals, decimals_of(group.core_hours(cores)));
  TextTable table({{"group", TextTable::Side::left},
                   {"nodes"},
                   {"points"},
                   {"launches"},
                   {"estimate"},
                   {"time limit"},
                   {"jobs"},
                   {"core-hours"},
                   {"at most"}});
  for (auto const& group : groups)
    table.add(
        {group.name, fmt::format("{}", group.nodes),
         fmt::format("{}", group.need.points), fmt::format("{}", group.need.launches),
         describe_duration(group.need.seconds), describe_duration(group.time_s),
         fmt::format("{}", group.jobs), fixed_number(group.core_hours(cores), decimals),
         fixed_number(group.most_core_hours(cores), decimals)});
  show("{}", table.text(output_columns(own_environment())));
}

/// The first of them, and how many there are more.
std::string listed(std::vector<std::string> jobs) {
  constexpr std::size_t most = 8;
  auto const left = jobs.size() - std::min(most, jobs.size());
  jobs.resize(jobs.size() - left);
  return fmt::format("{}{}", fmt::join(jobs, ", "),
                     left > 0 ? fmt::format(" and {} more", left) : "");
}

/// Which jobs have the bases of their points, and what these add or would.
void print_bases(Intent const& intent) {
  std::vector<std::string> here;
  std::vector<std::string> elsewhere;
  for (auto const& [nodes, copies] : intent.copied_bases) {
    auto& jobs = copies.are_worthwhile(intent.study.base) ? here : elsewhere;
    jobs.push_back(
        fmt::format("{} (+{:.0f} %)", group_name(nodes), 100 * copies.share));
  }
  auto const columns = output_columns(own_environment());
  if (!here.empty())
    show("\n{}\n",
         wrapped("base measured in the job too, for so much more of its time: " +
                     listed(here),
                 columns, 2));
  if (!elsewhere.empty())
    show("\n{}\n  {}\n",
         wrapped("speedups over a base in another job, which the interval does not "
                 "know: " +
                     listed(elsewhere),
                 columns, 2),
         wrapped("base: {in_each_job: yes} measures it there too, for what is in "
                 "brackets",
                 columns, 2, 2));
}

std::size_t count_own(std::vector<Point> const& points) {
  return static_cast<std::size_t>(
      std::count_if(points.begin(), points.end(),
                    [](Point const& point) { return !point.is_copy(); }));
}

void print_price(Intent const& intent) {
  int const cores = intent.nodes.machine.cores_per_node;
  show("study {}: {}, {} skipped; {} nodes of {} cores\n\n", intent.study.name,
       counted(count_own(intent.plan.points), "point"), intent.plan.skipped.size(),
       intent.nodes.machine.nodes, cores);
  print_groups(intent.groups, cores);
  print_bases(intent);
  double most = 0;
  for (auto const& group : intent.groups) most += group.most_core_hours(cores);
  show("\nabout {} core-hours, at most {}\n", plain_number(core_hours(intent).expected),
       plain_number(most));
  if (auto const excess = excess_of_use(intent); !excess.empty())
    say(fmt::format("warning: {}\n", excess));
  for (auto const& [point, reason] : intent.plan.skipped)
    say(fmt::format("skipped: {}: {}\n", describe(point), reason));
}

/// A word as one could type it.
std::string quoted(std::string const& word) {
  auto const plain = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("_@%+=:,./-").find(c) != std::string_view::npos;
  };
  if (!word.empty() && std::all_of(word.begin(), word.end(), plain)) return word;
  std::string text = "'";
  for (char const c : word)
    text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

void print_words(Argv const& words) {
  show("\n");
  for (auto const& word : words)
    show("{}{}", &word == &words.front() ? "" : " ", quoted(word));
  show("\n");
}

void print_jobs(Intent const& intent) {
  std::vector<std::string> jobs;
  for (auto const& group : intent.groups) {
    print_words(intent.queue().group_words(group, intent.wishes(), intent.places,
                                           intent.nodes));
    jobs.push_back("ID_" + group.name);
  }
  if (intent.wishes().collects)
    print_words(intent.queue().collect_words(jobs, intent.collect_shape()));
}

Submission submission_of(Intent const& intent, std::vector<GroupJob> const& kept) {
  auto const& study = intent.study;
  auto groups = intent.groups;
  groups.insert(groups.end(), kept.begin(), kept.end());
  return {.study = study.name,
          .file = fs::absolute(study.file).string(),
          .text = study.text,
          .overrides = study.overrides,
          .submitted_utc = utc_now(),
          .scheduler = intent.scheduler->name,
          .machine = intent.nodes.machine,
          .groups = std::move(groups),
          .plan = study_json(study, intent.plan, intent.ids)};
}

/// Groups of an earlier submission whose jobs wait or run.
std::vector<GroupJob> live_groups(std::optional<Submission> const& earlier,
                                  LiveJobs const& live) {
  std::vector<GroupJob> groups;
  if (!earlier) return groups;
  for (auto const& group : earlier->groups)
    if (live.count(group.name) != 0) groups.push_back(group);
  return groups;
}

void require_same_study(Intent const& intent, std::optional<Submission> const& earlier,
                        LiveJobs const& live) {
  bool const same = earlier && earlier->text == intent.study.text &&
                    earlier->overrides == intent.study.overrides;
  if (live.empty() || same) return;
  throw LockedError(
      fmt::format("study {} is in the queue as it was, with another text or other -D: "
                  "{}. Wait, or: assay cancel {}",
                  intent.study.name, describe_jobs(live), intent.study.name));
}

void drop_live(Intent& intent, LiveJobs const& live) {
  auto& groups = intent.groups;
  groups.erase(
      std::remove_if(groups.begin(), groups.end(),
                     [&](auto const& group) { return live.count(group.name) != 0; }),
      groups.end());
}

void submit_groups(Batch& batch, Intent const& intent, LiveJobs const& live) {
  std::vector<std::string> awaited;
  for (auto const& [group, jobs] : live)
    if (group != collect_group) awaited.insert(awaited.end(), jobs.begin(), jobs.end());
  for (auto const& group : intent.groups) {
    auto const words =
        intent.queue().group_words(group, intent.wishes(), intent.places, intent.nodes);
    awaited.push_back(batch.add(group.name, words));
  }
  if (intent.wishes().collects)
    batch.add(collect_group,
              intent.queue().collect_words(awaited, intent.collect_shape()));
}

void replace_collect_job(QueueCalls const& queue, LiveJobs const& live,
                         Environment const& environment) {
  auto const earlier = live.find(collect_group);
  if (earlier == live.end()) return;
  std::string problem;
  if (!queue.cancel(earlier->second, environment, problem))
    say(fmt::format("the earlier collecting job stays: {}\n", problem));
}

/// As it was before, where the scheduler refuses and nothing of it is in the queue.
void restore(fs::path const& directory, std::optional<Submission> const& earlier) {
  if (earlier) {
    write_submission(directory, *earlier);
  } else {
    fs::remove(submission_file(directory));
  }
}

void submit_all(Intent& intent, LiveJobs const& live,
                std::optional<Submission> const& earlier,
                Environment const& environment) {
  auto const& directory = intent.places.study_directory;
  for (auto const& group : intent.groups) {
    fs::create_directories(group_directory(directory, group.name));
    seed_group(directory, group.name, ids_of_group(intent, group.nodes));
  }
  write_submission(directory, submission_of(intent, live_groups(earlier, live)));
  Batch batch(*intent.scheduler, directory, environment);
  try {
    submit_groups(batch, intent, live);
    batch.release();
  } catch (EnvironmentError const&) {
    if (batch.jobs().empty()) restore(directory, earlier);
    throw;
  }
  replace_collect_job(intent.queue(), live, environment);
  forget_queue(directory);
  show("submitted: jobs {}\n  assay status {}\n", fmt::join(batch.jobs(), " "),
       intent.study.name);
  if (!intent.wishes().collects)
    show("No job collects (slurm.collect); when all have ended:\n  assay collect {}\n",
         intent.study.name);
}

int submit(SubmitOptions const& options) {
  auto intent = make_intent(options);
  auto const& environment = intent.environment;
  print_price(intent);
  if (!options.yes) expect_affordable(intent.study.limits, core_hours(intent));
  if (!options.yes && !options.dry_run)
    expect_wanted(intent.study.limits, core_hours(intent));
  if (options.dry_run) {
    if (!intent.groups.empty()) print_jobs(intent);
    if (auto const excess = excess_of_jobs(intent); !excess.empty())
      say(fmt::format("\nwarning: {}\n", excess));
    return code(ExitCode::ok);
  }
  auto const& directory = intent.places.study_directory;
  fs::create_directories(directory / "groups");
  Lock const lock(directory / "groups" / "submit.lock");
  auto const live = take_live_jobs(*intent.scheduler, directory,
                                   ask_queue(intent.queue(), environment), environment);
  auto const earlier = read_submission(directory);
  require_same_study(intent, earlier, live);
  set_core_hours(intent);  // what the live ones may still use is not shared again
  drop_live(intent, live);
  if (intent.groups.empty()) {
    if (!live.empty())
      throw LockedError(
          fmt::format("study {} is in the queue: {}. Wait, or: assay "
                      "cancel {}",
                      intent.study.name, describe_jobs(live), intent.study.name));
    show("nothing to submit: every point that can run is done\n");
    return code(ExitCode::ok);
  }
  if (auto const excess = excess_of_jobs(intent); !excess.empty())
    throw EnvironmentError(excess);
  submit_all(intent, live, earlier, environment);
  return code(ExitCode::ok);
}

}  // namespace

void add_submit(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<SubmitOptions>();
  auto* command = app.add_subcommand(
      "submit", "Put a study into the queue of a scheduler, as jobs");
  command->footer(
      "Example:\n  assay submit configs/scaling.yaml -D slurm.partition=main\n\n"
      "One job for each node count, and one that collects and reports. Submitted\n"
      "again, it adds what is missing. Then: assay status, collect, cancel.");
  add_study(*command, options->file)->required();
  add_results(*command, options->results);
  command->add_flag(
      "--yes", options->yes,
      "Submit though the price is above the study's limits.core_hours, or "
      "above 1,000 core-hours where it has none");
  command->add_flag("--dry-run", options->dry_run,
                    "Show jobs, words and price; submit nothing");
  add_overrides(*command, options->overrides);
  command->add_option("--machine", options->machine,
                      "NODESxCORES of the cluster, instead of asking the scheduler");
  command->callback([options, &exit_code] { exit_code = submit(*options); });
}

}  // namespace assay
