// SPDX-License-Identifier: Apache-2.0
// What the journal already knows of each point: resume is reading it again.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "point.hpp"
#include "verdict.hpp"

namespace assay {

struct PointHistory {
  std::map<int, int> attempts;  ///< launch -> attempts so far
  std::map<int, VerdictClass>
      settled;                ///< launch -> its last verdict that is not `interrupted`
  std::map<int, int> losses;  ///< launch -> attempts that Slurm lost
  std::map<int, double> good_s;  ///< launch -> its value
  double wall_s = 0;             ///< of all attempts
  int walls = 0;                 ///< attempts summed in wall_s
  std::string stopped;           ///< reason of the last `stop` line

  std::vector<double> makespans_s() const;
  int failures() const;
};

class History {
 public:
  /// Takes a line of the journal; other kinds than `record` and `stop` are passed over.
  void add(nlohmann::json const& line);

  /// The same of a line as it stands, an order of magnitude faster for good records.
  void add_text(std::string_view line);

  PointHistory const& of(std::string const& point) const;

  /// Tallies of the first good record with the same kernel, samples, seed and
  /// parameters.
  std::optional<nlohmann::json> expected_tallies(Point const& point) const;

  /// What the first good record of the same kind gave for a value that is compared
  /// within a tolerance.
  std::optional<double> expected_value(Point const& point) const;

  bool has_record(std::string const& point, int launch, int attempt) const;
  bool has_manifest(std::string const& id) const { return manifests_.count(id) != 0; }
  double core_seconds() const { return core_seconds_; }  ///< of all attempts
  /// Of all attempts, by their number of nodes.
  std::map<int, double> const& core_seconds_by_nodes() const { return by_nodes_; }
  double wall_s() const { return wall_s_; }  ///< the same
  int walls() const { return walls_; }       ///< attempts summed in wall_s

 private:
  /// What every record tells; `cores` are ranks times threads.
  struct Attempt {
    std::string point;
    int launch = 1;
    int attempt = 1;
    double wall_s = 0;
    int nodes = 1;
    double cores = 1;
  };

  PointHistory& add_attempt(Attempt const& attempt);
  void add_record(nlohmann::json const& record);
  void add_good(std::string_view record);

  std::map<std::string, PointHistory> points_;
  std::map<std::string, nlohmann::json> tallies_;
  std::map<std::string, double> checked_;
  std::set<std::string> manifests_;
  std::set<std::string> records_;
  double core_seconds_ = 0;
  std::map<int, double> by_nodes_;
  double wall_s_ = 0;
  int walls_ = 0;
};

}  // namespace assay
