// SPDX-License-Identifier: Apache-2.0
// The checks of the judge, one file per concern. Each has something to say, or nothing.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

#include "judge.hpp"

namespace assay {

using Finding = std::optional<Verdict>;

/// A program that had less is all start, which one thread does: Python with numpy takes
/// 0.3 s.
constexpr double shortest_program_s = 0.5;

inline Finding found(VerdictClass of, std::string detail) {
  return Verdict{of, std::move(detail)};
}

/// "exit code 139 (signal 11)"
std::string how_it_ended(ProcessResult const& process);

Finding check_ending(Evidence const& evidence);
/// That a worker for a device did not fail for the lack of one.
Finding check_device_start(Evidence const& evidence);
/// That there is a result file; without it, who failed.
Finding check_presence(Evidence const& evidence);
/// That the file is whole and of this attempt.
Finding check_identity(Evidence const& evidence);
/// That the program is the one that the study planned with.
Finding check_program(Evidence const& evidence);
/// That what was executed, behind a shell or a wrapper too, is what earlier launches of
/// the point executed.
Finding check_executable(Evidence const& evidence);
/// That the worker is of the backend that was asked.
Finding check_backend(Point const& point, WorkerResult const& result);
/// Ranks, nodes, ranks per node.
Finding check_world(Point const& point, World const& world);
/// That each node has the cores for what was asked of it.
Finding check_capacity(Point const& point, World const& world);
/// That the backend runs as many threads at a time as were asked.
Finding check_concurrency(Point const& point, WorkerResult const& result);
/// Threads that took part, and the cores under them.
Finding check_threads(Point const& point, World const& world);
/// That each rank has a core for each of its threads.
Finding check_cores(Point const& point, World const& world);
/// That no two ranks of a node share a CPU, or the hardware threads of a core.
Finding check_overlap(World const& world);
/// That ranks follow each other over nodes, sockets or NUMA domains as the study says.
Finding check_order(Point const& point, World const& world);
/// That each rank of a backend for devices has one, and as many ranks as asked share
/// it.
Finding check_devices(Point const& point, World const& world);
/// That each rank of a program has GPUs of its own, by what it was told and by what the
/// driver lists, and has a driver at all.
Finding check_gpus_of_program(Point const& point,
                              std::vector<WitnessedProcess const*> const& ranks);
/// What the witness saw of a program: that it ran with the ranks, threads and CPUs that
/// were asked.
Finding check_witness(Evidence const& evidence);

/// That no rank of a program could use more CPUs in the end than a process that was
/// started in the same way: one that sets its own affinity takes them from nobody that
/// is seen here. Which ones they are may differ from launch to launch.
Finding check_kept(Evidence const& evidence, World const& given);
/// Samples, tallies, estimate, times.
Finding check_measurement(Evidence const& evidence, WorkerResult const& result);

}  // namespace assay
