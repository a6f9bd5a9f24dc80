// SPDX-License-Identifier: Apache-2.0
#include "submission.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <fstream>

#include "os/atomic_file.hpp"
#include "os/errors.hpp"
#include "os/storage.hpp"
#include "records/journal.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr int schema = 1;

Json machine_json(Machine const& machine) {
  Json json{{"nodes", machine.nodes},
            {"cores_per_node", machine.cores_per_node},
            {"threads_per_core", machine.threads_per_core},
            {"memory_bytes", machine.memory_bytes}};
  if (!machine.srun) json["srun"] = false;
  if (machine.least_nodes > 1) json["least_nodes"] = machine.least_nodes;
  return json;
}

Machine machine_from(Json const& json) {
  Machine machine;
  machine.nodes = json.at("nodes");
  machine.cores_per_node = json.at("cores_per_node");
  machine.threads_per_core = json.at("threads_per_core");
  machine.memory_bytes = json.at("memory_bytes");
  machine.least_nodes = json.value("least_nodes", 1);
  if (json.value("srun", true)) machine.srun = Srun{};  // what `auto` means in a job
  return machine;
}

Json group_json(GroupJob const& group) {
  Json json{{"name", group.name},
            {"nodes", group.nodes},
            {"points", group.need.points},
            {"launches", group.need.launches},
            {"estimate_s", group.need.seconds},
            {"time_s", group.time_s},
            {"jobs", group.jobs}};
  if (group.core_hours_limit) json["core_hours_limit"] = *group.core_hours_limit;
  return json;
}

GroupJob group_from(Json const& json) {
  GroupJob group;
  group.name = json.at("name");
  group.nodes = json.at("nodes");
  group.need = {json.at("points"), json.at("launches"), json.at("estimate_s")};
  group.time_s = json.at("time_s");
  group.jobs = json.at("jobs");
  if (json.contains("core_hours_limit"))
    group.core_hours_limit = json.at("core_hours_limit").get<double>();
  return group;
}

}  // namespace

Json to_json(Submission const& submission) {
  Json json{{"schema", schema},
            {"study", submission.study},
            {"file", submission.file},
            {"submitted_utc", submission.submitted_utc},
            {"scheduler", submission.scheduler},
            {"machine", machine_json(submission.machine)},
            {"groups", Json::array()}};
  for (auto const& group : submission.groups)
    json["groups"].push_back(group_json(group));
  json["text"] = submission.text;
  json["overrides"] = submission.overrides;
  json["plan"] = submission.plan;
  return json;
}

Submission submission_from(Json const& json) {
  if (json.at("schema") != schema)
    throw std::runtime_error("is of another version of assay");
  Submission submission;
  submission.study = json.at("study");
  submission.file = json.at("file");
  submission.text = json.at("text");
  submission.overrides = json.at("overrides").get<std::vector<std::string>>();
  submission.submitted_utc = json.at("submitted_utc");
  submission.scheduler = json.value("scheduler", "Slurm");  // there was no other
  submission.machine = machine_from(json.at("machine"));
  for (auto const& group : json.at("groups"))
    submission.groups.push_back(group_from(group));
  submission.plan = json.at("plan");
  return submission;
}

fs::path submission_file(fs::path const& study_directory) {
  return study_directory / "submission.json";
}

std::optional<Submission> read_submission(fs::path const& study_directory) {
  auto const file = submission_file(study_directory);
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  try {
    return submission_from(parse_json(in));
  } catch (std::exception const& problem) {
    throw StorageError(
        fmt::format("{}: {}. Submit the study again", file.string(), problem.what()));
  }
}

void write_submission(fs::path const& study_directory, Submission const& submission) {
  write_file_atomically(submission_file(study_directory),
                        to_text(to_json(submission), 1) + "\n");
}

fs::path group_directory(fs::path const& study_directory, std::string const& group) {
  return study_directory / "groups" / group;
}

std::vector<std::string> read_jobs(fs::path const& group_directory) {
  std::ifstream in(group_directory / "jobs");
  std::vector<std::string> jobs;
  for (std::string id; in >> id;) jobs.push_back(id);
  return jobs;
}

void note_job(fs::path const& group_directory, std::string const& job) {
  auto const file = group_directory / "jobs";
  auto descriptor = open_file(file, O_WRONLY | O_CREAT | O_APPEND);
  write_all(descriptor, job + "\n", file);
  sync_all(descriptor, file);
  close_file(std::move(descriptor), file);
}

}  // namespace assay
