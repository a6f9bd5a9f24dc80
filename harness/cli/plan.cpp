// SPDX-License-Identifier: Apache-2.0
// assay plan: what would run, what would not, and what it costs. But for those that are
// shown points are not kept: there may be a million.
#include "plan/plan.hpp"

#include <fmt/format.h>

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "commands.hpp"
#include "describe_point.hpp"
#include "load_study.hpp"
#include "os/environment.hpp"
#include "os/errors.hpp"
#include "os/screen.hpp"
#include "pilot.hpp"
#include "plan/looks.hpp"
#include "records/journal.hpp"
#include "records/record.hpp"
#include "records/timing_history.hpp"
#include "report/read_imports.hpp"
#include "scheduler/cluster_nodes.hpp"
#include "text/layout.hpp"
#include "text/numbers.hpp"
#include "text/say.hpp"

namespace assay {
namespace {

struct PlanOptions {
  std::string file;
  std::vector<std::string> overrides;
  std::string results = "results";
  std::string machine;
  std::optional<double> estimate_s;
  bool pilot = false;
  bool json = false;
};

/// More lines than this no one reads; `--json` has them all.
constexpr std::size_t points_shown_at_most = 1000;

char const* series_name(Point const& point) {
  if (point.series.size() > 1) return "strong, weak";
  return point.series.front() == Scaling::strong ? "strong" : "weak";
}

std::string expectation(Looks const& looks, LaunchRule const& rule) {
  constexpr double noise = 0.02;
  auto const launches = expected_launches(looks, noise, rule.until);
  return launches ? fmt::format("about {} at {:g} % noise", *launches, 100 * noise)
                  : fmt::format("wider at {:g} % noise", 100 * noise);
}

/// A line of the plan, in as many as the terminal is wide.
template <typename... Values>
void show_line(fmt::format_string<Values...> format, Values&&... values) {
  auto const line = "  " + fmt::format(format, std::forward<Values>(values)...);
  show("{}\n", wrapped(line, output_columns(own_environment()), 4));
}

void print_looks(LaunchRule const& rule) {
  auto const looks = looks_of(rule);
  std::vector<int> launches;
  for (auto const& look : looks.at) launches.push_back(look.launches);
  show_line(
      "{} to {} launches per point, looked at after {}, until the intervals of time "
      "and efficiency are within {:g} % ({})",
      rule.minimum, rule.maximum, fmt::join(launches, ", "), 100 * rule.until,
      expectation(looks, rule));
}

void print_settings(Study const& study) {
  show("study {} from {}\n", study.name, study.file);
  for (auto const& override : study.overrides) show_line("-D {}", override);
  for (auto const& [key, value] : study.site)
    show_line("from the site: {}: {}", key, value);
  for (auto const& rows : study.imports) show_line("{}", facts_of(rows).front());
  auto const minimum = study.launches.minimum;
  if (minimum == study.launches.maximum) {
    show_line("{} launch{} per point", minimum, minimum == 1 ? "" : "es");
  } else {
    print_looks(study.launches);
  }
  show_line("{} repetitions per launch{}, time limit {:g} s, order seed {}",
            study.repetitions,
            study.ceiling_repetitions == 0
                ? ""
                : fmt::format(" and {} of the ceilings", study.ceiling_repetitions),
            study.limits.timeout_s,
            study.order_seed ? std::to_string(*study.order_seed) : "random");
  show_line("job size: the most resources up to which the efficiency is above {:g} %",
            100 * study.target);
}

TextTable table_of_points() {
  using Side = TextTable::Side;
  return TextTable({{"kernel", Side::left},
                    {"backend", Side::left},
                    {"nodes"},
                    {"ranks"},
                    {"threads"},
                    {"cores"},
                    {"samples"},
                    {"series", Side::left}});
}

void add_point(TextTable& table, Point const& point,
               std::vector<std::string> const& axes) {
  auto const text = [](int count) { return fmt::format("{}", count); };
  table.add({point.kernel, point.backend, text(point.nodes), text(point.ranks),
             text(point.threads), text(point.cores()), count_text(point.samples),
             series_name(point) + describe_further(point, axes)});
}

void print_sources(Price const& price) {
  struct Part {
    PriceSource source;
    char const* what;
  };
  constexpr std::array parts{
      Part{PriceSource::timed, "from launches that were timed"},
      Part{PriceSource::nominal, "from the nominal speed of the kernel"},
      Part{PriceSource::estimate, "from the estimate"},
      Part{PriceSource::none,
           "not known: --pilot times a launch, --estimate gives it"}};
  for (auto const& [source, what] : parts) {
    if (auto const points = price.points_by(source))
      show_line("price of {}: {}", counted(points, "point"), what);
  }
}

void print_price(Price const& price) {
  if (price.points() == 0) return;
  auto const least = price.least_launches(), most = price.most_launches();
  auto const launches =
      least == most ? std::to_string(least) : fmt::format("{} to {}", least, most);
  auto const expected = price.points_by(PriceSource::none) == price.points()
                            ? ""
                            : fmt::format(", about {} and {} core-hours",
                                          describe_duration(price.least_wall_s()),
                                          plain_number(price.least_core_hours()));
  show_line("{} launches{}, at most {} and {} core-hours", launches, expected,
            describe_duration(price.most_wall_s()),
            plain_number(price.most_core_hours()));
  print_sources(price);
}

Json to_json(Price const& price) {
  return {{"launches", {price.least_launches(), price.most_launches()}},
          {"wall_s", {price.least_wall_s(), price.most_wall_s()}},
          {"core_hours", {price.least_core_hours(), price.most_core_hours()}},
          {"points_timed", price.points_by(PriceSource::timed)},
          {"points_nominal", price.points_by(PriceSource::nominal)},
          {"points_estimated", price.points_by(PriceSource::estimate)},
          {"points_unknown", price.points_by(PriceSource::none)}};
}

void print_text(Study const& study, PlanContext const& context,
                TimingHistory const& timings) {
  print_settings(study);
  auto const axes = further_axes(study);
  Price price(study, context.machine.cores_per_node);
  std::uint64_t skipped = 0;
  std::vector<std::string> reasons;
  auto table = table_of_points();
  for_each_planned(study, context, [&](Point&& point, std::string&& reason) {
    if (!reason.empty()) {
      if (++skipped <= points_shown_at_most)
        reasons.push_back(fmt::format("{}: {}", describe(point, axes), reason));
      return;
    }
    price.add(point, launch_price(point, context.catalogue, timings));
    if (price.points() <= points_shown_at_most) add_point(table, point, axes);
  });
  show("\n{}", table.text(output_columns(own_environment())));
  if (price.points() > points_shown_at_most)
    show("  ... and {} more, which --json shows\n",
         price.points() - points_shown_at_most);
  for (auto const& reason : reasons) show_line("skipped: {}", reason);
  if (skipped > reasons.size())
    show("  ... and {} more skipped\n", skipped - reasons.size());
  show("\n{}, {} skipped\n", counted(price.points(), "point"), skipped);
  print_price(price);
}

/// Prints the members of an array, one a line.
class JsonArray {
 public:
  explicit JsonArray(char const* name) { print_data(",\n \"{}\": [", name); }
  void add(Json const& member) {
    print_data("{}\n  {}", is_first_ ? "" : ",", to_text(member));
    is_first_ = false;
  }
  void close() const { print_data("\n ]"); }

 private:
  bool is_first_ = true;
};

void print_json_points(Study const& study, PlanContext const& context) {
  constexpr std::size_t batch_size = 10'000;  // the workers are hashed once for each
  JsonArray array("points");
  std::vector<Point> batch;
  auto const flush = [&] {
    auto const ids = point_ids(study, batch);
    for (std::size_t i = 0; i < batch.size(); ++i)
      array.add(planned_json(batch[i], ids[i]));
    batch.clear();
  };
  for_each_planned(study, context, [&](Point&& point, std::string&& reason) {
    if (!reason.empty()) return;
    batch.push_back(std::move(point));
    if (batch.size() == batch_size) flush();
  });
  flush();
  array.close();
}

void print_json_skipped(Study const& study, PlanContext const& context) {
  JsonArray array("skipped");
  for_each_planned(study, context, [&](Point&& point, std::string&& reason) {
    if (!reason.empty()) array.add(skipped_json({std::move(point), std::move(reason)}));
  });
  array.close();
}

void print_json(Study const& study, PlanContext const& context,
                TimingHistory const& timings) {
  Price price(study, context.machine.cores_per_node);
  for_each_planned(study, context, [&](Point&& point, std::string&& reason) {
    if (reason.empty())
      price.add(point, launch_price(point, context.catalogue, timings));
  });
  auto head = study_json(study, {}, {});
  head.erase("points");
  head.erase("skipped");
  head["price"] = to_json(price);
  auto const text = to_text(head, 1);
  print_data("{}", text.substr(0, text.rfind("\n}")));
  print_json_points(study, context);
  print_json_skipped(study, context);
  print_data("\n}}\n");
}

/// Hosts are not asked where another machine is described.
PlanContext context_of(PlanOptions const& options, Study study) {
  if (options.machine.empty()) return load_context(study);
  study.hosts = {};
  auto context = load_context(study);
  context.machine = described_nodes(options.machine).machine;
  return context;
}

TimingHistory timing_history_of(PlanOptions const& options, Study const& study,
                                PlanContext const& context) {
  auto const journal =
      std::filesystem::path(options.results) / study.name / "journal.jsonl";
  auto timings = options.pilot ? run_pilot(study, context)
                               : timing_history_from(read_journal_bytes(journal),
                                                     context.catalogue);
  timings.estimate_s = options.estimate_s;
  return timings;
}

}  // namespace

void add_plan(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<PlanOptions>();
  auto* command =
      app.add_subcommand("plan", "Show the points of a study and what they cost");
  command->footer("Example:\n  assay plan configs/quickstart.yaml");
  add_study(*command, options->file)->required();
  add_overrides(*command, options->overrides);
  command
      ->add_option("--results", options->results,
                   "Directory of all studies: earlier launches give the price")
      ->capture_default_str();
  command->add_flag("--pilot", options->pilot,
                    "Time one launch of each kernel and program first");
  command
      ->add_option("--estimate", options->estimate_s,
                   "Seconds of a launch of a program that was never timed")
      ->check(CLI::PositiveNumber);
  command->add_option("--machine", options->machine,
                      "NODESxCORES of another machine than this one");
  command->add_flag("--json", options->json, "As JSON");
  command->callback([options, &exit_code] {
    auto const study = load_study(options->file, options->overrides, options->results);
    auto const context = context_of(*options, study);
    auto const timings = timing_history_of(*options, study, context);
    if (options->json) {
      print_json(study, context, timings);
    } else {
      print_text(study, context, timings);
    }
    exit_code = code(ExitCode::ok);
  });
}

}  // namespace assay
