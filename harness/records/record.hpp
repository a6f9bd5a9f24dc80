// SPDX-License-Identifier: Apache-2.0
// The lines of the journal, as results/README.md describes them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/json.hpp"
#include "judge/attempt_result.hpp"
#include "judge/disturbance.hpp"
#include "left_out.hpp"
#include "plan/plan.hpp"
#include "plan/stop_rule.hpp"

namespace assay {

Json record_json(AttemptId const& id, int block, AttemptResult const& attempt,
                 Judgement const& judgement, std::string const& manifest);

/// What is written beside the job before a launch: enough to record it as interrupted.
struct BegunAttempt {
  AttemptId id;
  std::string nonce;
  std::string started_utc;
  Point requested;
};

Json to_json(BegunAttempt const& attempt);

/// Nothing for a text that was not written whole, or not by us.
std::optional<BegunAttempt> parse_begun(std::string const& text);

/// The record of an attempt that an earlier run left unfinished.
Json interrupted_json(BegunAttempt const& attempt, std::string const& manifest);

/// A point of the plan: its id, what is requested, and the curves it belongs to.
Json planned_json(Point const& point, std::string const& id);

Json skipped_json(Skipped const& skipped);

/// `limits`: of the noise on the host that measures, as far as that judges it.
Json study_json(Study const& study, Plan const& plan,
                std::vector<std::string> const& ids,
                std::optional<NoiseLimits> const& limits = std::nullopt);

struct PlannedPoint {
  std::string id;
  Point point;
};

/// What a `study` line says of the points.
struct PlannedStudy {
  std::string name;
  int fewest_launches = 0;  ///< of each point
  /// Where a rate leads; the values of launches are then launch_value_of_rate().
  std::optional<std::string> rate_unit{};
  std::vector<PlannedPoint> points;
  std::vector<Skipped> skipped;

  /// The value of a launch in seconds, or in the unit of the rate that leads.
  double shown_value(double value) const;
};

/// Throws MalformedError where it is no such line.
PlannedStudy planned_study(Json const& line);

/// That a node of a job is no longer measured on.
Json left_out_json(std::string const& node, LeftOut const& why, std::string const& job);

Json stop_json(std::string const& point, StopReason reason, std::size_t launches);

}  // namespace assay
