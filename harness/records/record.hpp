// SPDX-License-Identifier: Apache-2.0
// The lines of the journal, as results/README.md describes them.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "judge/attempt_result.hpp"
#include "plan/plan.hpp"
#include "plan/stop_rule.hpp"

namespace assay {

nlohmann::ordered_json record_json(AttemptId const& id, AttemptResult const& attempt,
                                   Judgement const& judgement,
                                   std::string const& manifest);

/// What is written beside the job before a launch: enough to record it as interrupted.
struct BegunAttempt {
  AttemptId id;
  std::string nonce;
  std::string started_utc;
  Point requested;
};

nlohmann::ordered_json to_json(BegunAttempt const& attempt);

/// Nothing for a text that was not written whole.
std::optional<BegunAttempt> parse_begun(std::string const& text);

/// The record of an attempt that an earlier run left unfinished.
nlohmann::ordered_json interrupted_json(BegunAttempt const& attempt,
                                        std::string const& manifest);

/// A point of the plan: its id, what is requested, and the curves it belongs to.
nlohmann::ordered_json planned_json(Point const& point, std::string const& id);

nlohmann::ordered_json skipped_json(Skipped const& skipped);

nlohmann::ordered_json study_json(Study const& study, Plan const& plan,
                                  std::vector<std::string> const& ids);

struct PlannedPoint {
  std::string id;
  Point point;
};

/// What a `study` line says of the points.
struct PlannedStudy {
  std::string name;
  int fewest_launches = 0;  ///< of each point
  std::vector<PlannedPoint> points;
  std::vector<Skipped> skipped;
};

/// Throws std::exception where it is no such line.
PlannedStudy planned_study(nlohmann::ordered_json const& line);

/// That a node of a job is no longer measured on.
nlohmann::ordered_json left_out_json(std::string const& node, int failures,
                                     std::string const& job);

nlohmann::ordered_json stop_json(std::string const& point, StopReason reason,
                                 std::size_t launches);

}  // namespace assay
