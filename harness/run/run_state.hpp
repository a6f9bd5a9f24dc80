// SPDX-License-Identifier: Apache-2.0
// Which launches a study still needs.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "bases.hpp"
#include "plan/stop_rule.hpp"
#include "records/history.hpp"
#include "run_listener.hpp"
#include "run_spec.hpp"

namespace assay {

/// The history of a study with its rules: what is to come, and how long it takes.
/// Points are named by their place in the plan. Decides; starts and writes nothing.
class RunState {
 public:
  /// `history` grows with the journal; both outlive the state.
  RunState(RunSpec const& spec, History const& history);

  PointHistory const& of(std::size_t index) const {
    return history_.of(spec_.ids[index]);
  }

  AttemptId next_attempt(std::size_t index, int launch) const;
  bool is_done(std::size_t index, int launch) const;
  /// Of a launch that failed in an earlier run: it has now been launched again.
  void tried(std::size_t index, int launch);

  /// Before each block: finds the points that are now given up, and takes them out of
  /// the bases of the others.
  void find_given_up();
  /// Why no launch of this block or a later one is needed for the point itself; nothing
  /// where one is.
  std::optional<StopReason> reason_to_stop(std::size_t index, int block);
  /// The points that this one is measured against: each block has them too.
  std::set<std::size_t> const& bases_of(std::size_t index) const {
    return bases_[index];
  }
  void stop(std::size_t index) { stopped_.insert(index); }
  bool has_stopped(std::size_t index) const { return stopped_.count(index) != 0; }

  /// Of one launch; points that have not run yet are taken to be like the others.
  double expected_wall_s(std::size_t index) const;

  /// Whether a launch of each of these would exceed the limits of the study.
  bool exceeds_limits(std::vector<std::size_t> const& points, double elapsed_s) const;

  /// Counts all points for the progress of a block, and one after a launch of it: a sum
  /// over all at each launch would make the time of a study quadratic in them.
  void begin(int block);
  void recount(std::size_t index, int block);
  Progress progress() const;

 private:
  /// What one point adds to the progress.
  struct Share {
    int done = 0;
    int expected = 0;
    double remaining_s = 0;
    int of_unknown_time = 0;  ///< launches to come of a point that has not run yet
  };

  /// The last look at a point, null before the first, and whether it was narrow there.
  using Looked = std::pair<Look const*, bool>;

  /// At the last look before the block; false before the first.
  bool is_narrow(std::size_t index, int block);
  std::set<int> const& again_of(std::size_t index) const;
  double mean_wall_s() const;
  Share share_of(std::size_t index, int block) const;

  RunSpec const& spec_;
  History const& history_;
  StopRule rule_;
  std::set<std::size_t> given_up_;
  Bases bases_;                 ///< among those not given up
  std::vector<Looked> looked_;  ///< of each point
  /// Launches of earlier runs that failed and are wanted again, by the index of their
  /// point.
  std::map<std::size_t, std::set<int>> again_;
  std::set<std::size_t> stopped_;
  std::vector<Share> shares_;  ///< of each point, as counted in sum_
  Share sum_;
};

}  // namespace assay
