// SPDX-License-Identifier: Apache-2.0
// What else the nodes of a launch did while it measured.
#pragma once

#include "common/activity.hpp"
#include "common/place.hpp"

namespace assay {

/// From its making, on every node, until it is asked.
class NodeWatch {
 public:
  /// Collective.
  explicit NodeWatch(Place const& mine);

  /// An object for each node, with its name and what noise_json() gives; null on all
  /// ranks but rank 0. Collective.
  Json noise_by_node() const;

 private:
  struct Moment {
    Activity activity;
    double own_cpu_s = 0;  ///< of this rank
  };
  Moment now() const;

  Place const& mine_;
  ActivityReader reader_;
  Moment begin_;
};

}  // namespace assay
