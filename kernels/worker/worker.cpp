// SPDX-License-Identifier: Apache-2.0
// assay-worker: runs the measurements of one job file and writes one result file.
#include <mpi.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "combine.hpp"
#include "common/exit_codes.hpp"
#include "common/world.hpp"
#include "contract/registry.hpp"
#include "device/device.hpp"
#include "exchange.hpp"
#include "faults.hpp"
#include "gather_places.hpp"
#include "job.hpp"
#include "kernels_json.hpp"
#include "lanes/instruction_set.hpp"
#include "lanes/kokkos_settings.hpp"
#include "lanes/space.hpp"
#include "measure.hpp"
#include "mpi_scope.hpp"
#include "node_watch.hpp"
#include "place/place.hpp"
#include "provenance.hpp"
#include "result.hpp"
#include "result_file.hpp"
#include "timing.hpp"

namespace assay {
namespace {

constexpr char const* name = "assay-worker-" ASSAY_BACKEND;

std::string read_file(std::string const& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file.good() && !file.eof()) throw std::runtime_error("cannot read " + path);
  return text;
}

/// Read once: thousands of ranks would otherwise ask the file system for the same
/// bytes.
Job receive_job(std::string const& path) {
  return parse_job(broadcast(world_rank() == 0 ? read_file(path) : std::string()));
}

/// Whether the world has the ranks and threads of the job. Nodes are left to the
/// harness: what counts as one is its business.
bool is_as_asked(Job const& job, Place const& mine) {
  bool const threads_right =
      mine.thread_cpus.size() == static_cast<std::size_t>(job.threads);
  auto const ranks = static_cast<std::uint64_t>(job.ranks);
  return world_size() == job.ranks && sum(threads_right ? 1 : 0) == ranks;
}

/// Those that the kernels use on any rank: nodes may differ. Collective.
std::string instruction_sets() {
  std::string names;
  for (InstructionSet const set :
       {InstructionSet::baseline, InstructionSet::avx2, InstructionSet::avx512}) {
    if (sum(chosen_instruction_set() == set ? 1 : 0) == 0) continue;
    names += (names.empty() ? "" : ", ") + name_of(set);
  }
  return names;
}

/// Tells the harness a launch that failed before its worker from one that failed in it.
void mark_started(std::string const& job_path) {
  std::ofstream(std::filesystem::path(job_path).parent_path() / "started");
}

void write(Result const& result, std::string const& path) {
  if (auto const text = faults::result(result_text(result), result.nonce)) {
    write_result_file(path, *text);
  }
}

/// Ranks of a node take its devices in turn.
std::optional<int> device_index() {
  auto const devices = device::count();
  if (!devices) return std::nullopt;
  return rank_on_node() % *devices;
}

/// From a running MPI to the written result.
void run(std::string const& job_path, double started_s) {
  Result result;
  result.launch.mpi_init_s = now_s() - started_s;
  if (world_rank() == 0) mark_started(job_path);
  Job const job = receive_job(job_path);
  double const before_s = now_s();
  Kokkos::ScopeGuard const kokkos(
      kokkos_settings(faults::threads(job.threads, world_rank()), device_index()));
  result.launch.runtime_init_s = now_s() - before_s;

  Place const mine = observe_place();
  result.nonce = job.nonce;
  result.worker = provenance();
  result.worker["concurrency"] = Space().concurrency();
  result.worker["instruction_set"] = instruction_sets();
  result.world = world_json(gather_places(mine));
  result.clock = measure_clock();
  if (is_as_asked(job, mine)) {
    NodeWatch const watch(mine);
    faults::before_barrier(world_rank());
    for (MeasurementOrder const& order : job.measurements) {
      result.measurements.push_back(measure(order, job.seed, job.part));
    }
    result.noise_by_node = watch.noise_by_node();
  }
  result.launch.total_s = now_s() - started_s;
  if (world_rank() == 0) write(result, job.result);
}

int run_job(int argc, char* argv[]) {
  double const started_s = now_s();
  std::signal(SIGXFSZ, SIG_IGN);  // a write beyond the limit of a file's size fails
  MpiScope const mpi(argc, argv);
  try {
    run(argv[1], started_s);
  } catch (Unavailable const& lack) {
    std::fprintf(stderr, "unavailable: %s\n", lack.what());
    MPI_Abort(MPI_COMM_WORLD, exit_unavailable);
  } catch (StorageFault const& fault) {
    std::fprintf(stderr, "%s: %s\n", name, fault.what());
    MPI_Abort(MPI_COMM_WORLD, exit_storage);
  } catch (std::exception const& error) {
    std::fprintf(stderr, "%s: rank %d of %d: %s\n", name, world_rank(), world_size(),
                 error.what());
    MPI_Abort(MPI_COMM_WORLD, 1);
  }
  return 0;
}

int answer(std::string const& text) {
  return std::fputs(text.c_str(), stdout) < 0 || std::fflush(stdout) != 0 ? 1 : 0;
}

/// The parts that earlier launches computed, named one result file each.
std::string combined(int count, char* files[]) {
  std::vector<Json> results;
  results.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    results.push_back(parse_json(read_file(files[i])));
  }
  return to_text(combine(results), 1) + "\n";
}

}  // namespace
}  // namespace assay

int main(int argc, char* argv[]) {
  std::string_view const word = argc >= 2 ? argv[1] : "";
  try {
    if (word == "--combine" && argc > 2)
      return assay::answer(assay::combined(argc - 2, argv + 2));
    if (word == "--kernels") {
      return assay::answer(assay::kernels_json(assay::registered_kernels()));
    }
    if (word == "--describe") {
      assay::device::count();
      return assay::answer(assay::to_text(assay::provenance(), 2) + "\n");
    }
    if (argc != 2 || word.empty() || word.starts_with("-")) {
      std::fprintf(stderr,
                   "usage: %s JOB_FILE | --combine RESULT_FILE... | --kernels | "
                   "--describe\n",
                   assay::name);
      return 2;
    }
    return assay::run_job(argc, argv);
  } catch (assay::Unavailable const& lack) {
    std::fprintf(stderr, "unavailable: %s\n", lack.what());
    return assay::exit_unavailable;
  } catch (std::exception const& error) {
    std::fprintf(stderr, "%s: %s\n", assay::name, error.what());
    return 1;
  }
}
