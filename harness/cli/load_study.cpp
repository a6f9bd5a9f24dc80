// SPDX-License-Identifier: Apache-2.0
// Shared by the commands that take a study.
#include "load_study.hpp"

#include <map>
#include <memory>
#include <set>
#include <utility>

#include "config/program_reader.hpp"
#include "config/read_study.hpp"
#include "os/environment.hpp"
#include "os/say.hpp"
#include "os/sha256.hpp"
#include "records/point_json.hpp"
#include "report/run_analysis.hpp"
#include "simulate/simulate_attempt.hpp"
#include "site/linked_mpi.hpp"
#include "site/load_site.hpp"
#include "site/locate_files.hpp"
#include "site/locate_program.hpp"
#include "site/observe_machine.hpp"
#include "site/workers.hpp"

namespace assay {

namespace fs = std::filesystem;

Catalogue load_catalogue() {
  return read_catalogue(worker_directory() / "kernels.json");
}

namespace {

/// Finds what the words of the study name.
void locate(Study& study, std::string const& file) {
  auto const path = variable_of(own_environment(), "PATH");
  auto const launch_files = locate_files(study);
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

/// Whether that of the MPI which the programs are linked with will do.
bool has_launcher_of_programs(Study const& study) {
  std::set<std::string> files;
  for (auto const& program : study.programs)
    if (program->readings.proof == Proof::witness)
      files.insert(program->files.begin(), program->files.end());
  return has_only_programs(study) && own_launcher_of(files, own_environment());
}

}  // namespace

Study load_study_text(std::string const& text, std::string const& file,
                      std::vector<std::string> const& overrides) {
  auto study =
      read_study(text, file, load_catalogue(), overrides, load_site(own_environment()));
  locate(study, file);
  return study;
}

Study load_study(std::string const& file, std::vector<std::string> const& overrides) {
  return load_study_text(read_study_text(file), file, overrides);
}

Study load_study(Submission const& submission) {
  return load_study_text(submission.text, submission.file, submission.overrides);
}

void say_warnings(Study const& study) {
  std::vector<std::string> texts{study.text};
  texts.insert(texts.end(), study.overrides.begin(), study.overrides.end());
  if (!study.warnings.empty()) say(format_all(study.warnings, texts) + "\n");
}

PlanContext load_context(Study const& study) {
  auto machine = study.cluster ? simulated_machine(*study.cluster) : observe_machine();
  machine.has_mpiexec = machine.has_mpiexec || has_launcher_of_programs(study);
  return {std::move(machine), load_catalogue(), built_backends()};
}

fs::path study_directory(std::string const& what, std::string const& results) {
  for (auto const* file : {"journal.jsonl", "submission.json"})
    if (fs::exists(fs::path(what) / file)) return what;
  if (fs::is_regular_file(what)) return fs::path(results) / load_study(what).name;
  return fs::path(results) / what;
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
    auto const model = model_key(study);
    for (auto const& point : points) ids.push_back(point_id(point, model));
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
