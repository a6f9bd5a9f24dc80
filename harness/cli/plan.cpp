// SPDX-License-Identifier: Apache-2.0
// assay plan: what would run, and what would not.
#include "plan.hpp"

#include <fmt/format.h>

#include <memory>

#include "commands.hpp"
#include "describe_point.hpp"
#include "estimate.hpp"
#include "load_study.hpp"
#include "record.hpp"

namespace assay {
namespace {

char const* series_name(Point const& point) {
  if (point.series.size() > 1) return "strong, weak";
  return point.series.front() == Scaling::strong ? "strong" : "weak";
}

double nominal_seconds(Plan const& plan, Study const& study,
                       Catalogue const& catalogue) {
  double seconds = 0;
  for (auto const& point : plan.points)
    seconds += launch_estimate_s(point, catalogue, study.limits);
  return seconds * study.launches.minimum;
}

void print_settings(Study const& study) {
  fmt::print("study {} from {}\n", study.name, study.file);
  fmt::print(
      "  launches {} to {} per point, until the interval of the median is within {:g} "
      "%\n",
      study.launches.minimum, study.launches.maximum, 100 * study.launches.until);
  fmt::print(
      "  {} repetitions per launch and {} of the ceilings, time limit {:g} s, order "
      "seed "
      "{}\n",
      study.repetitions, study.ceiling_repetitions, study.limits.timeout_s,
      study.order_seed);
}

void print_points(Plan const& plan) {
  fmt::print("\n  {:<10} {:<8} {:>5} {:>6} {:>7} {:>6} {:>12}  {}\n", "kernel",
             "backend", "nodes", "ranks", "threads", "cores", "samples", "series");
  for (auto const& point : plan.points) {
    fmt::print("  {:<10} {:<8} {:>5} {:>6} {:>7} {:>6} {:>12.6g}  {}\n", point.kernel,
               point.backend, point.nodes, point.ranks, point.threads, point.cores(),
               static_cast<double>(point.samples), series_name(point));
  }
  for (auto const& [point, reason] : plan.skipped) {
    fmt::print("  skipped: {}: {}\n", describe(point), reason);
  }
}

}  // namespace

void add_plan(CLI::App& app, int& exit_code) {
  struct Options {
    std::string file;
    bool json = false;
  };
  auto options = std::make_shared<Options>();
  auto* command =
      app.add_subcommand("plan", "Show the points of a study; start nothing");
  command->footer("Example:\n  assay plan configs/quickstart.yaml");
  command->add_option("study", options->file, "Study file")->required();
  command->add_flag("--json", options->json, "As JSON");
  command->callback([options, &exit_code] {
    auto const study = load_study(options->file);
    auto const context = load_context(study);
    auto const plan = make_plan(study, context);
    if (options->json) {
      fmt::print("{}\n",
                 study_json(study, plan, point_ids(study, plan.points)).dump(1));
    } else {
      print_settings(study);
      print_points(plan);
      fmt::print(
          "\n{} points, {} skipped; at least {} launches, about {} at nominal speed\n",
          plan.points.size(), plan.skipped.size(),
          plan.points.size() * static_cast<std::size_t>(study.launches.minimum),
          describe_duration(nominal_seconds(plan, study, context.catalogue)));
    }
    exit_code = code(ExitCode::ok);
  });
}

}  // namespace assay
