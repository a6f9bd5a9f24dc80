// SPDX-License-Identifier: Apache-2.0
// The one place where a launch touches the file system.
#include "attempt.hpp"

#include <fmt/format.h>
#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <memory>

#include "launch_directory.hpp"
#include "model/axes.hpp"
#include "mpich_files.hpp"
#include "os/environment.hpp"
#include "os/errors.hpp"
#include "os/read_bounded.hpp"
#include "os/storage.hpp"
#include "os/utc.hpp"
#include "place_files.hpp"
#include "program_files.hpp"
#include "program_words.hpp"
#include "records/journal.hpp"
#include "records/point_json.hpp"
#include "records/record.hpp"
#include "scratch.hpp"
#include "witness_files.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

LaunchContext context_of(AttemptSpec const& spec, std::string const& nonce) {
  LaunchContext context{geteuid() == 0, scratch_path(nonce), memory_path(nonce),
                        spec.mpi,       spec.step,           spec.base_environment};
  if (auto const& launcher = spec.point.own_launcher)
    context.own_words = prefix_words(launcher->own, spec);
  return context;
}

/// What runs under the launcher: the program, a worker, or what looks in their stead,
/// each behind the wrapper of the study.
Argv wrapped_words(AttemptSpec const& spec) {
  Argv words{spec.worker.string(), (spec.directory / "job.json").string()};
  if (!spec.look.empty())
    words = {spec.look.string(), place_directory(spec.directory).string()};
  else if (spec.point.program != nullptr)
    words = program_words(spec);
  bool const is_given = spec.look.empty() && spec.point.gpus_per_rank > 0;
  if (is_given && !launcher_of(spec.point).gives_devices)
    words.insert(words.begin(),
                 {spec.devices.string(), std::to_string(spec.point.gpus_per_rank)});
  if (auto const& wrap = spec.point.wrap) {
    auto const before = prefix_words(*wrap, spec);
    words.insert(words.begin(), before.begin(), before.end());
  }
  return words;
}

/// The environment that the launcher itself is started with. One of the study hands on
/// in its words what is for the program alone, and may need what its job says.
Environment launcher_environment(AttemptSpec const& spec, Point const& of_program,
                                 LaunchContext const& context) {
  auto const& launcher = launcher_of(spec.point);
  auto environment = spec.base_environment;
  auto const& point = launcher.is_own() ? spec.point : of_program;
  for (auto const& additions :
       {launcher.environment(point, context), point_environment(point)}) {
    for (auto const& [name, value] : additions) environment[name] = value;
  }
  if (launcher.is_own()) environment.merge(job_variables(own_environment()));
  return environment;
}

/// Throws StorageError.
void make_directory(fs::path const& directory) {
  std::error_code problem;
  fs::create_directories(directory, problem);
  if (!problem) return;
  throw StorageError(
      fmt::format("cannot make {}: {}", directory.string(), problem.message()));
}

/// For the owner's processes alone. Throws StorageError.
void make_own_directory(fs::path const& directory) {
  make_directory(directory);
  std::error_code ignored;  // some file systems have no permissions
  fs::permissions(directory, fs::perms::owner_all, ignored);
}

void make_attempt_directory(fs::path const& directory) {
  std::error_code problem;
  fs::remove_all(directory, problem);
  make_directory(directory);
}

/// What `run --verbose` shows of a program.
constexpr std::size_t program_output_bytes = std::size_t{8} << 20;

/// Larger than any result: a worker's has some hundred bytes a rank.
constexpr std::size_t most_result_bytes = std::size_t{1} << 30;

}  // namespace

std::string make_nonce() {
  std::array<unsigned char, 16> bytes{};
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    throw std::runtime_error("the kernel gives no random bytes");
  }
  std::string text;
  for (auto const byte : bytes) text += fmt::format("{:02x}", byte);
  return text;
}

std::string job_text(AttemptSpec const& spec, std::string const& nonce) {
  auto const& point = spec.point;
  Json measurement{{"kernel", point.kernel},
                   {"samples", std::to_string(point.samples)},
                   {"repetitions", point.repetitions},
                   {"parameters", parameters_json(point.parameters)}};
  if (point.ceiling_repetitions > 0) {
    measurement["ceiling_repetitions"] = point.ceiling_repetitions;
  }
  Json job{{"schema", 1},
           {"nonce", nonce},
           {"ranks", point.ranks},
           {"nodes", point.nodes},
           {"threads", point.threads},
           {"seed", seed_text(point.seed)},
           {"result", (spec.directory / "result.json").string()},
           {"measurements", Json::array({measurement})}};
  if (auto const& part = spec.part)
    job["part"] = {{"index", part->index}, {"of", part->of}};
  return to_text(job, 1) + "\n";
}

Command make_command(AttemptSpec const& spec, std::string const& nonce) {
  auto point = spec.point;
  if (spec.look.empty() && point.program != nullptr)
    point.env["ASSAY_RESULT"] = program_result(spec.directory).string();
  add_witness(point.env, spec, nonce);
  auto const& launcher = launcher_of(point);
  auto const context = context_of(spec, nonce);
  return {launcher.argv(point, wrapped_words(spec), context),
          launcher_environment(spec, point, context),
          work_directory(spec),
          nonce,
          launcher.needs_job || !spec.mpi.hosts.empty(),
          standard_input(spec),
          {scratch_path(nonce), memory_path(nonce)}};
}

void clean_up_attempt(std::string const& nonce,
                      std::chrono::system_clock::time_point begun) {
  end_strays(nonce);
  remove_scratch(nonce);
  remove_files_of_mpich(begun);
}

namespace {

/// An attempt that can be started.
struct PreparedAttempt {
  AttemptSpec spec;
  ProcessLimits limits;
  LaunchScratch scratch;
  AttemptResult result;                    ///< without what only its end tells
  std::shared_ptr<OutputSearch> search{};  ///< of a program
};

void search_output(PreparedAttempt& prepared) {
  auto const& readings = prepared.spec.point.program->readings;
  auto& command = prepared.result.command;
  prepared.search = std::make_shared<OutputSearch>(readings);
  command.error_apart = tells_streams_apart(readings);
  command.on_output = [search = prepared.search](Stream stream,
                                                 std::string_view piece) {
    search->add(stream, piece);
  };
}

void read_program(PreparedAttempt& prepared, std::optional<std::string> result) {
  auto& evidence = prepared.result.evidence;
  evidence.program_result = std::move(result);
  evidence.printed = prepared.search->end();
  evidence.files =
      read_files(prepared.spec.point.program->readings, work_directory(prepared.spec));
}

/// Makes the directory and writes the job.
PreparedAttempt prepare_attempt(AttemptSpec const& spec) {
  auto const nonce = make_nonce();
  make_attempt_directory(spec.directory);
  // A power cut ends the launch as well: what it leaves of these files is thrown away.
  create_file(spec.directory / "attempt.json",
              to_text(to_json(BegunAttempt{spec.id, nonce, utc_now(), spec.point}), 1));
  if (!spec.look.empty())
    make_own_directory(place_directory(spec.directory));
  else if (spec.point.program == nullptr)
    create_file(spec.directory / "job.json", job_text(spec, nonce));
  place_launch_files(spec);
  if (!spec.witness.empty()) make_own_directory(witness_directory(spec.directory));
  PreparedAttempt prepared{spec,
                           {.timeout_s = spec.timeout_s},
                           LaunchScratch(nonce),
                           {make_command(spec, nonce), utc_now(), {}}};
  if (spec.point.program != nullptr) {
    prepared.limits.tail_bytes = program_output_bytes;
    search_output(prepared);
  }
  prepared.result.evidence.requested = spec.point;
  if (launcher_of(spec.point).uses_mpiexec) prepared.result.evidence.mpiexec = spec.mpi;
  prepared.result.evidence.nonce = nonce;
  prepared.result.evidence.part = spec.part;
  return prepared;
}

/// Gathers what the launch left.
AttemptResult finish_attempt(PreparedAttempt prepared, ProcessResult process) {
  auto& evidence = prepared.result.evidence;
  auto const& directory = prepared.spec.directory;
  evidence.process = std::move(process);
  // Whoever started it may have waited for its turn first.
  if (evidence.process.started)
    prepared.result.started_utc = utc_text(*evidence.process.started);
  remove_scratch(evidence.nonce);  // its processes have ended with it
  bool const may_be_mpich = prepared.spec.mpi.family != MpiFamily::open_mpi;
  if (evidence.process.started && may_be_mpich)
    remove_files_of_mpich(*evidence.process.started);
  evidence.worker_started = fs::exists(directory / "started");
  auto text = prepared.spec.look.empty()
                  ? read_bounded(directory / "result.json", most_result_bytes)
                  : result_of_places(directory, prepared.spec.point, evidence.nonce);
  if (!prepared.spec.witness.empty())
    evidence.witnessed =
        read_witness(witness_texts(directory, prepared.spec.point), evidence.nonce);
  if (prepared.spec.point.program == nullptr) {
    evidence.result = read_result(text, evidence.nonce);
  } else {
    read_program(prepared, std::move(text));
  }
  keep_launch_files(prepared.spec);
  return std::move(prepared.result);
}

}  // namespace

std::vector<AttemptResult> perform_attempts(std::span<AttemptSpec const> specs,
                                            Starter const& start) {
  std::vector<PreparedAttempt> prepared;
  std::vector<Command> commands;
  for (auto const& spec : specs) {
    prepared.push_back(prepare_attempt(spec));
    commands.push_back(prepared.back().result.command);
  }
  auto processes = start(commands, prepared.front().limits);
  std::vector<AttemptResult> results;
  for (std::size_t i = 0; i < prepared.size(); ++i)
    results.push_back(finish_attempt(std::move(prepared[i]), std::move(processes[i])));
  return results;
}

}  // namespace assay
