// SPDX-License-Identifier: Apache-2.0
// How a study wants its jobs.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace assay {

/// What a job does whose time ends before the study does.
enum class Continuation { none, requeue, resubmit };

/// Whether launches of kernels may run at the same time, on nodes of their own.
enum class SideBySide { no, yes };

/// What is asked of a scheduler for a job.
struct JobWishes {
  std::string partition, account, qos, constraint, reservation;  ///< empty: the site's
  std::string parallel_environment;                              ///< of Grid Engine
  std::optional<double> time_s;         ///< else from the plan's estimate
  std::vector<std::string> directives;  ///< further words of its command
  std::vector<std::string> modules;     ///< loaded in it before anything else
};

/// The wishes themselves are those of each job that measures.
struct JobSection : JobWishes {
  bool is_given = false;             ///< by the study or its site
  bool collects = true;              ///< whether a last job collects and reports
  std::optional<JobWishes> collect;  ///< of that job; else as of the others
  Continuation continuation = Continuation::none;
  SideBySide side_by_side = SideBySide::no;
};

}  // namespace assay
