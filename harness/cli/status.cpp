// SPDX-License-Identifier: Apache-2.0
// assay status: how far a study is, from its journal alone.
#include <fmt/format.h>

#include <memory>

#include "commands.hpp"
#include "history.hpp"
#include "journal.hpp"
#include "load_study.hpp"
#include "outline.hpp"
#include "read_journal.hpp"
#include "stop_rule.hpp"

namespace assay {
namespace {

using nlohmann::json;

json last_study(JournalContent const& content) {
  json study;
  for (auto const& line : content.lines) {
    if (line.value("kind", "") == "study") study = line;
  }
  return study;
}

std::string failures_of(PointHistory const& history) {
  std::map<std::string, int> classes;
  for (auto const& [launch, verdict] : history.settled) {
    if (verdict != VerdictClass::ok) ++classes[to_string(verdict)];
  }
  std::string text;
  for (auto const& [name, count] : classes) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, name);
  }
  return text.empty() ? "-" : text;
}

void print_point(json const& point, PointHistory const& history) {
  auto const median_s = history.good_s.empty()
                            ? std::string("-")
                            : fmt::format("{:.4g}", median(history.makespans_s()));
  fmt::print("  {:<10} {:>5} {:>7} {:>12} {:>6} {:>10}  {:<9} {}\n",
             point.at("kernel").get<std::string>(), point.at("ranks").get<int>(),
             point.at("threads").get<int>(), point.at("samples").get<std::string>(),
             history.good_s.size(), median_s,
             history.stopped.empty() ? "open" : history.stopped, failures_of(history));
}

json status_json(json const& point, PointHistory const& history) {
  json status = point;
  status["good_launches"] = history.good_s.size();
  status["failed_launches"] = history.failures();
  status["state"] = history.stopped.empty() ? "open" : history.stopped;
  if (!history.good_s.empty()) status["median_s"] = median(history.makespans_s());
  for (auto const& [launch, verdict] : history.settled) {
    if (verdict == VerdictClass::ok) continue;
    auto& count = status["failures"][to_string(verdict)];
    count = count.is_null() ? 1 : count.get<int>() + 1;
  }
  return status;
}

void print_status_json(JournalContent const& content) {
  History history;
  for (auto const& line : content.lines) history.add(line);
  auto const study = last_study(content);
  json status{{"study", study.is_null() ? json() : study.at("study")},
              {"points", json::array()},
              {"bad_lines", content.bad.size()}};
  if (!study.is_null()) {
    status["skipped"] = study.at("skipped");
    for (auto const& point : study.at("points")) {
      status["points"].push_back(status_json(point, history.of(point.at("point"))));
    }
  }
  fmt::print("{}\n", status.dump(1));
}

void print_status(std::filesystem::path const& file, JournalContent const& content) {
  History history;
  for (auto const& line : content.lines) history.add(line);
  auto const study = last_study(content);
  if (study.is_null()) {
    fmt::print("{}: no study has been started\n", file.string());
    return;
  }
  fmt::print("study {}: {} points, {} skipped\n\n",
             study.at("study").get<std::string>(), study.at("points").size(),
             study.at("skipped").size());
  fmt::print("  {:<10} {:>5} {:>7} {:>12} {:>6} {:>10}  {:<9} {}\n", "kernel", "ranks",
             "threads", "samples", "good", "median_s", "state", "failed");
  for (auto const& point : study.at("points")) {
    print_point(point, history.of(point.at("point")));
  }
  for (auto const& bad : content.bad) {
    fmt::print("{}:{}: {}\n", file.string(), bad.line, bad.why);
  }
}

}  // namespace

void add_status(CLI::App& app, int& exit_code) {
  struct Options {
    std::string what;
    std::string results = "results";
    bool json = false;
  };
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("status", "Show how far a study is");
  command->footer("Example:\n  assay status configs/quickstart.yaml");
  command->add_option("study", options->what, "Study file, name or directory")
      ->required();
  command->add_option("--results", options->results, "Directory of all studies");
  command->add_flag("--json", options->json, "As JSON");
  command->callback([options, &exit_code] {
    auto const file =
        study_directory(options->what, options->results) / "journal.jsonl";
    if (options->json) {
      print_status_json(outline_journal(read_journal_bytes(file)));
    } else {
      print_status(file, outline_journal(read_journal_bytes(file)));
    }
    exit_code = code(ExitCode::ok);
  });
}

}  // namespace assay
