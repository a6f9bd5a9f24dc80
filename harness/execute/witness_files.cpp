// SPDX-License-Identifier: Apache-2.0
// Names that witness/process.c reads.
#include "witness_files.hpp"

#include <algorithm>

#include "files_of_ranks.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

/// A blank ends a name in LD_PRELOAD, but none in LD_LIBRARY_PATH.
bool must_be_searched_for(fs::path const& library) {
  return library.string().find(' ') != std::string::npos;
}

std::string preloaded(fs::path const& library) {
  return must_be_searched_for(library) ? library.filename().string() : library.string();
}

void append(std::string& list, std::string const& entry) {
  list += (list.empty() ? "" : ":") + entry;
}

/// Kokkos takes one tool alone: a user's own has it to itself.
void add_kokkos_tool(std::map<std::string, std::string>& environment,
                     AttemptSpec const& spec) {
  for (auto const* name : {"KOKKOS_TOOLS_LIBS", "KOKKOS_PROFILE_LIBRARY"})
    if (environment.contains(name)) return;
  environment[spec.kokkos_variable] = spec.witness.string();
}

bool asks_for_energy(Point const& point) {
  if (point.program == nullptr) return false;
  auto const& metrics = point.program->readings.metrics;
  return std::any_of(metrics.begin(), metrics.end(), [](Metric const& metric) {
    return metric.source == Metric::Source::witness && metric.text == "energy";
  });
}

/// Some kilobytes for a rank; a thread adds 200 bytes, and at most 1,024 are noted.
constexpr std::size_t most_bytes = std::size_t{4} << 20;

}  // namespace

fs::path witness_directory(fs::path const& attempt_directory) {
  return attempt_directory / "witness";
}

void add_witness(std::map<std::string, std::string>& environment,
                 AttemptSpec const& spec, std::string const& nonce) {
  if (spec.witness.empty()) return;
  append(environment["LD_PRELOAD"], preloaded(spec.witness));
  if (must_be_searched_for(spec.witness)) {
    auto& directories = environment["LD_LIBRARY_PATH"];
    auto const& base = spec.base_environment;
    auto const inherited = base.find("LD_LIBRARY_PATH");
    if (directories.empty() && inherited != base.end()) directories = inherited->second;
    append(directories, spec.witness.parent_path().string());
  }
  add_kokkos_tool(environment, spec);
  environment["ASSAY_WITNESS_DIRECTORY"] = witness_directory(spec.directory).string();
  environment["ASSAY_WITNESS_NONCE"] = nonce;
  if (asks_for_energy(spec.point))
    environment["ASSAY_WITNESS_POWERCAP"] = "/sys/class/powercap";
  if (spec.point.gpus_per_rank > 0)
    environment["ASSAY_WITNESS_NVML"] = "libnvidia-ml.so.1";
  auto const& launcher = launcher_of(spec.point);
  // Without a launcher, or with one that nobody knows, no variable says that this
  // process is a rank.
  if (launcher.is_own() || (launcher.starts_here() && !launcher.uses_mpiexec))
    environment["ASSAY_WITNESS_ALONE"] = "1";
}

std::vector<std::string> witness_texts(fs::path const& attempt_directory,
                                       Point const& point) {
  return files_of_ranks(witness_directory(attempt_directory), ".json", point,
                        most_bytes);
}

}  // namespace assay
