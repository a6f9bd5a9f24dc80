// SPDX-License-Identifier: Apache-2.0
// Shared by the commands that take a study.
#include "load_study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <system_error>
#include <utility>

#include "config/program_reader.hpp"
#include "config/read_study.hpp"
#include "config/suggest.hpp"
#include "os/environment.hpp"
#include "os/errors.hpp"
#include "os/sha256.hpp"
#include "records/point_json.hpp"
#include "records/study_journals.hpp"
#include "report/read_imports.hpp"
#include "report/run_analysis.hpp"
#include "simulate/simulate_attempt.hpp"
#include "site/linked_mpi.hpp"
#include "site/load_site.hpp"
#include "site/locate_files.hpp"
#include "site/locate_hosts.hpp"
#include "site/locate_program.hpp"
#include "site/observe_hosts.hpp"
#include "site/observe_machine.hpp"
#include "site/workers.hpp"
#include "text/say.hpp"
#include "text/utf8.hpp"

namespace assay {

namespace fs = std::filesystem;

Catalogue load_catalogue() {
  auto const file = worker_directory() / "kernels.json";
  // A program is measured without any worker.
  if (!fs::exists(file) && built_backends().empty()) return {};
  return read_catalogue(file);
}

namespace {

/// Finds what the words of the study name.
void locate(Study& study, std::string const& file) {
  auto const path = variable_of(own_environment(), "PATH");
  auto const launch_files = locate_files(study);
  study.hosts.names = locate_hosts(study);
  for (auto& program : study.programs)
    change_program(program, [&](Program& one) {
      one.launch_files = launch_files;
      one = locate_program(std::move(one), file, python_interpreter(), path);
    });
  for (auto& launcher : study.launchers) {
    auto located = *launcher;
    located.own = locate_prefix(located.own, "launcher " + located.name, file, path);
    launcher = std::make_shared<Launcher const>(std::move(located));
  }
  if (study.wrap != nullptr)
    study.wrap = std::make_shared<CommandPrefix const>(
        locate_prefix(*study.wrap, "wrap", file, path));
}

/// What the words of a study were when it was begun.
Submission kept_study(fs::path const& directory) {
  if (auto submission = read_submission(directory)) return *std::move(submission);
  auto const line = read_study_journals(directory).study;
  if (line.contains("sides"))
    throw UsageError(fmt::format(
        "{} compares two studies, {} and {}: name these to assay compare --interleave, "
        "which goes on with it",
        directory.string(), line["sides"].at(0).value("study", ""),
        line["sides"].at(1).value("study", "")));
  if (line.is_null() || !line.contains("text"))
    throw UsageError(fmt::format("{} does not say its study: name the study file",
                                 directory.string()));
  Submission kept;
  kept.file = line.value("file", "");
  kept.text = line.value("text", "");
  kept.overrides = line.value("overrides", std::vector<std::string>());
  return kept;
}

/// Study files beside `what`, and the studies below `results`.
std::vector<std::string> known_studies(fs::path const& what, fs::path const& results) {
  std::vector<std::string> known;
  std::error_code none;
  auto const folder = what.parent_path();
  for (auto const& entry : fs::directory_iterator(folder.empty() ? "." : folder, none))
    if (entry.path().extension() == ".yaml")
      known.push_back((folder / entry.path().filename()).string());
  for (auto const& entry : fs::directory_iterator(results, none))
    if (entry.is_directory()) known.push_back(entry.path().filename().string());
  std::sort(known.begin(), known.end());
  return known;
}

[[noreturn]] void refuse_unknown(std::string const& what, std::string const& results) {
  auto const near = suggestion(what, known_studies(what, results));
  throw UsageError(fmt::format(
      "{} is no study file, and no study in {} has that name.{}", in_quotes(what),
      results, near.empty() ? " Check the path, or name --results" : near));
}

/// Whether the directory is that of a study that has a journal or was submitted.
bool is_begun(fs::path const& directory) {
  return fs::exists(directory / "journal.jsonl") ||
         fs::exists(submission_file(directory));
}

/// The directory of a study that was begun; refuses other words.
fs::path begun_study(std::string const& what, std::string const& results) {
  for (auto const& directory : {fs::path(what), fs::path(results) / what})
    if (is_begun(directory)) return directory;
  refuse_unknown(what, results);
}

/// Whether that of the MPI which the programs are linked with will do.
bool has_launcher_of_programs(Study const& study) {
  std::set<std::string> files;
  for (auto const& program : study.programs)
    if (program->readings.proof == Proof::witness)
      files.insert(program->files.begin(), program->files.end());
  return has_only_programs(study) && own_launcher_of(files, own_environment());
}

}  // namespace

bool names_file(std::string const& what, std::string const& results) {
  if (!fs::exists(what) || fs::is_directory(what)) return false;
  // A study of ./app has its name: the program is no study file.
  return fs::path(what).has_extension() || !is_begun(fs::path(results) / what);
}

Study load_study_text(std::string const& text, std::string const& file,
                      std::vector<std::string> const& overrides) {
  auto study =
      read_study(text, file, load_catalogue(), overrides, load_site(own_environment()));
  locate(study, file);
  read_imports(study);
  return study;
}

Study load_study(std::string const& what, std::vector<std::string> const& overrides,
                 std::string const& results) {
  if (names_file(what, results))
    return load_study_text(read_study_text(what), what, overrides);
  auto kept = kept_study(begun_study(what, results));
  kept.overrides.insert(kept.overrides.end(), overrides.begin(), overrides.end());
  return load_study(kept);
}

Study load_study(Submission const& submission) {
  return load_study_text(submission.text, submission.file, submission.overrides);
}

void say_warnings(Study const& study) {
  std::vector<std::string> texts{study.text};
  texts.insert(texts.end(), study.overrides.begin(), study.overrides.end());
  if (!study.warnings.empty()) say(format_all(study.warnings, texts) + "\n");
}

namespace {

/// What the study runs on. Throws EnvironmentError where that cannot be.
Machine machine_of(Study const& study) {
  if (study.cluster) return simulated_machine(*study.cluster);
  auto here = observe_machine();
  auto const& hosts = study.hosts.names;
  if (hosts.empty()) return here;
  if (here.job_id.empty()) return observe_hosts(here, hosts);
  throw EnvironmentError(
      fmt::format("the study names hosts, but this is {} job {}, which has nodes of "
                  "its own. Take hosts: out of the study",
                  here.scheduler, here.job_id));
}

}  // namespace

PlanContext load_context(Study const& study) {
  auto machine = machine_of(study);
  machine.has_mpiexec = machine.has_mpiexec || has_launcher_of_programs(study);
  return {std::move(machine), load_catalogue(), built_backends()};
}

fs::path study_directory(std::string const& what, std::string const& results) {
  if (names_file(what, results))
    return fs::path(results) / load_study_text(read_study_text(what), what).name;
  return begun_study(what, results);
}

fs::path measured_directory(std::string const& what, std::string const& results) {
  auto directory = study_directory(what, results);
  if (!fs::exists(directory / "journal.jsonl"))
    throw EnvironmentError(
        fmt::format("there is no journal in {}. Run the study first: assay run",
                    directory.string()));
  return directory;
}

std::map<std::string, std::string> worker_hashes(std::vector<Point> const& points) {
  std::map<std::string, std::string> hashes;
  for (auto const& point : points) {
    if (point.program != nullptr) continue;  // no worker runs in its launches
    auto& hash = hashes[point.backend];
    if (hash.empty()) hash = sha256_of_file(worker_path(point.backend));
  }
  return hashes;
}

std::vector<std::string> point_ids(Study const& study,
                                   std::vector<Point> const& points) {
  std::vector<std::string> ids;
  if (study.cluster) {
    std::map<std::string, std::string> models;  // by side
    for (auto const& point : points) {
      auto& model = models[point.side];
      if (model.empty()) model = model_key(side_of(study, point));
      ids.push_back(point_id(point, model));
    }
    return ids;
  }
  auto const hashes = worker_hashes(points);
  for (auto const& point : points)
    ids.push_back(point_id(point, point.program == nullptr
                                      ? hashes.at(point.backend)
                                      : point.program->files_sha256));
  return ids;
}

}  // namespace assay
