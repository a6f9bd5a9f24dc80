// SPDX-License-Identifier: Apache-2.0
// What a scheduler says of all our jobs, asked seldom.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "scheduler.hpp"

namespace assay {

struct QueueAnswer {
  std::vector<QueuedJob> jobs;
  double age_s = 0;     ///< since the scheduler said so
  std::string problem;  ///< its words where it did not answer; empty otherwise
};

/// Of all jobs of this user, those that ended lately included.
QueueAnswer ask_queue(QueueCalls const& queue, Environment const& environment);

/// As ask_queue, but at most once in 30 s for all studies (ASSAY_QUEUE_EVERY_S names
/// another time), and ever more seldom, up to 10 min, while it does not answer;
/// between that from `memory`, a file.
QueueAnswer ask_queue_seldom(QueueCalls const& queue, Environment const& environment,
                             std::filesystem::path const& memory);

/// Jobs that the queue has forgotten; empty where there is no accounting. Each
/// is asked about once after an answer of ask_queue_seldom in `memory`.
std::map<std::string, QueuedJob> ask_accounting_seldom(
    QueueCalls const& queue, std::vector<std::string> const& ids,
    Environment const& environment, std::filesystem::path const& memory);

}  // namespace assay
