// SPDX-License-Identifier: Apache-2.0
// The lines of the journal, as results/README.md describes them.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "attempt.hpp"
#include "plan.hpp"
#include "stop_rule.hpp"

namespace assay {

nlohmann::ordered_json record_json(AttemptId const& id, AttemptResult const& attempt,
                                   Judgement const& judgement,
                                   std::string const& manifest);

/// What is written beside the job before a launch: enough to record it as interrupted.
nlohmann::ordered_json attempt_json(AttemptId const& id, Point const& point,
                                    std::string const& nonce);

/// The record of an attempt that an earlier run left unfinished, from its attempt_json.
nlohmann::ordered_json interrupted_json(nlohmann::json const& attempt,
                                        std::string const& manifest);

/// A point of the plan: its id, what is requested, and the curves it belongs to.
nlohmann::ordered_json planned_json(Point const& point, std::string const& id);

nlohmann::ordered_json skipped_json(Skipped const& skipped);

nlohmann::ordered_json study_json(Study const& study, Plan const& plan,
                                  std::vector<std::string> const& ids);

/// That a node of a job is no longer measured on.
nlohmann::ordered_json left_out_json(std::string const& node, int failures,
                                     std::string const& job);

nlohmann::ordered_json stop_json(std::string const& point, StopReason reason,
                                 std::size_t launches);

}  // namespace assay
