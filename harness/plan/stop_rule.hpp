// SPDX-License-Identifier: Apache-2.0
// When a point has been launched often enough.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "looks.hpp"
#include "model/study.hpp"

namespace assay {

/// Median and its exact interval.
struct MedianInterval {
  double median = 0;
  double low = 0;
  double high = 0;
  /// max(high - median, median - low) / median
  double relative_half_width() const;
};

/// Why a point is launched no more.
enum class StopReason {
  ci,         ///< the interval is as narrow as asked
  max,        ///< the most launches are done
  budget,     ///< a limit of the study is reached
  failed,     ///< no launch of it can be hoped for
  disturbed,  ///< others disturbed most of its launches
};

std::string to_string(StopReason reason);
std::optional<StopReason> stop_reason_from(std::string const& name);

/// The good launches of a point, and those of the points that it is measured against.
struct Launched {
  /// Times of a base in the block of each launch; nothing where it has none there.
  using Beside = std::vector<std::optional<double>>;

  std::vector<double> times_s;    ///< in the order of the launches
  std::vector<Beside> bases_s{};  ///< of each base, as long as times_s
  bool is_compared = false;       ///< only the ratios to bases are asked for
};

/// Decides by the looks of a rule, which are made once.
class StopRule {
 public:
  explicit StopRule(LaunchRule const& rule);

  /// The interval of the median at the last look at no more than these values, in the
  /// order of their launches; of all of them before the first look. None where they are
  /// too few for one.
  std::optional<MedianInterval> interval(std::vector<double> values) const;

  /// `ci` where at the last look the interval of the time, and that of the efficiency
  /// against each base that is in half of the blocks, are as narrow as the rule asks;
  /// `max`; nothing: go on.
  std::optional<StopReason> reason(Launched const& point) const;

  /// Whether those intervals are that narrow at a look that the point has reached.
  bool is_narrow(Launched const& point, Look const& look) const;

  LaunchRule const& rule() const { return rule_; }
  Looks const& looks() const { return looks_; }

 private:
  LaunchRule rule_;
  Looks looks_;
};

}  // namespace assay
