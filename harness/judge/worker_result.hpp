// SPDX-License-Identifier: Apache-2.0
// The result file of a worker, decoded once.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "common/activity.hpp"
#include "common/estimate.hpp"
#include "common/json.hpp"

namespace assay {

/// Where one rank ran, as it saw itself.
struct RankPlace {
  std::string host;
  int node = 0;
  int threads = 0;  ///< that were seen; 0: nobody looked
  std::set<int> cpus;
  std::string cpu_list;               ///< cpus as it wrote them
  std::set<int> core_cpus;            ///< all hardware threads of its cores; else cpus
  std::optional<int> cores;           ///< under cpus; none where the topology is hidden
  std::optional<std::string> device;  ///< its id
};

/// What a node has to give.
struct NodePlace {
  std::string host;
  std::string slurm_node;  ///< where Slurm names it
  std::optional<double> cores;
  std::optional<double> quota_cpus;
  std::vector<std::set<int>> sockets{};  ///< the CPUs of each; none of a single one
  std::vector<std::set<int>> numa{};     ///< the same of NUMA domains
};

struct World {
  int ranks = 0;
  int nodes = 0;
  std::vector<NodePlace> by_node;
  std::vector<RankPlace> by_rank;
};

/// A value of a program that is compared within a tolerance.
struct CheckedValue {
  std::string name;
  double value = 0;
  double within = 0;  ///< relative difference from another that is none
};

/// A rate that a launch of a program is measured by.
struct LeadingRate {
  double value = 0;
  std::string unit;
};

/// Numbers that are null in the file are NaN.
struct WorkerMeasurement {
  std::string samples;
  std::vector<std::uint64_t> samples_by_rank;
  std::string tallies;  ///< the text of their JSON, names in order
  bool tallies_differ = false;
  std::optional<CheckedValue> checked;
  std::optional<Estimate> estimate;
  std::vector<double> makespans_s;
  std::optional<LeadingRate> rate;  ///< none where the time leads
};

// The move of a json is sound. NOLINTNEXTLINE(bugprone-exception-escape)
struct WorkerResult {
  std::optional<std::string> backend;
  std::optional<int> concurrency;
  World world;
  std::vector<WorkerMeasurement> measurements;
  std::vector<Noise> noise_by_node;
  Json whole;  ///< for the record: nothing is decided by it
};

/// What an attempt left where its result was to be.
struct ResultFile {
  enum class State { absent, incomplete, refused, whole };
  State state = State::absent;
  std::string problem;                         ///< of one that is incomplete or refused
  std::shared_ptr<WorkerResult const> result;  ///< of a whole one
};

/// `text` of the file, where there is one. Refused is what is malformed, of an unknown
/// schema, or of an attempt with another `nonce`.
ResultFile read_result(std::optional<std::string> const& text,
                       std::string const& nonce);

/// The same of a value.
ResultFile result_from(Json value, std::string const& nonce);

/// `world` of a result. Throws std::exception where it is malformed.
World parse_world(std::string_view text);

}  // namespace assay
