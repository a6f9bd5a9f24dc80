// SPDX-License-Identifier: Apache-2.0
// mpiexec, with what a shared and oversubscribed test machine needs.
#include "launch.hpp"

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string_view>

namespace assay {
namespace {

namespace fs = std::filesystem;

// As variables, which an MPI that does not know them leaves alone.
constexpr char const* mpi_environment =
    "OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 "
    "OMPI_MCA_rmaps_base_oversubscribe=1 "
    "PRTE_MCA_rmaps_default_mapping_policy=:oversubscribe "
    "OMPI_MCA_hwloc_base_binding_policy=none "
    "PRTE_MCA_hwloc_default_binding_policy=none ";

std::string quoted(std::string const& word) {
  return std::string("\"").append(word).append("\"");
}

Json job_of(Launch const& launch, fs::path const& result) {
  Json job = {{"schema", 1},
              {"nonce", "9f0c27"},
              {"ranks", launch.ranks},
              {"nodes", 1},
              {"threads", launch.threads},
              {"seed", "0x548c9decbce65297"},
              {"result", result.string()}};
  job.merge_patch(pi_job("100001", 2));
  job.merge_patch(launch.job);
  return job;
}

}  // namespace

std::string read(fs::path const& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string name_of(testing::TestParamInfo<Split> const& info) {
  bool const is_serial = std::string_view(info.param.worker) == serial;
  std::string name = is_serial ? "serial_" : "openmp_";
  name += std::to_string(info.param.ranks);
  return name.append("x").append(std::to_string(info.param.threads));
}

Ended run_command(std::string const& line) {
  std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(line.c_str(), "r"), pclose);
  if (pipe == nullptr) throw std::runtime_error("popen failed");
  Ended ended;
  std::array<char, 65536> block{};
  while (std::size_t const size = fread(block.data(), 1, block.size(), pipe.get())) {
    ended.output.append(block.data(), size);
  }
  int const status = pclose(pipe.release());
  ended.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return ended;
}

Attempt::Attempt() {
  std::string name = (fs::temp_directory_path() / "assay-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
  directory_ = name;
}

Attempt::~Attempt() { fs::remove_all(directory_); }

Ended Attempt::run(Launch const& launch) const {
  fs::path const result = directory_ / "result.json";
  std::ofstream(directory_ / "job.json") << job_of(launch, result);
  // Variables of OpenMP in the caller's environment must not decide what a test sees.
  std::string line = "env -u OMP_PLACES -u OMP_DYNAMIC -u OMP_THREAD_LIMIT ";
  line += mpi_environment;
  line += "OMP_PROC_BIND=false OMP_NUM_THREADS=" + std::to_string(launch.threads) + " ";
  if (!launch.fault.empty()) line += "ASSAY_FAULT=" + launch.fault + " ";
  line += "timeout -k 1 " + std::to_string(launch.timeout_s) + " ";
  line += quoted(ASSAY_MPIEXEC) + " -n " + std::to_string(launch.ranks) + " ";
  line += quoted(launch.worker) + " " + quoted((directory_ / "job.json").string());
  Ended ended = run_command(line + " 2>&1 </dev/null");
  ended.has_result = fs::exists(result);
  ended.result_text = read(result);
  ended.result = try_parse_json(ended.result_text);
  return ended;
}

Ended run(Launch const& launch) { return Attempt().run(launch); }

Json pi_job(std::string const& samples, int repetitions) {
  return {{"measurements",
           {{{"kernel", "pi"},
             {"samples", samples},
             {"repetitions", repetitions},
             {"parameters", Json::object()}}}}};
}

}  // namespace assay
