// SPDX-License-Identifier: Apache-2.0
// Who is told how a study goes on.
#pragma once

#include <string>

#include "execute/attempt.hpp"
#include "judge/judge.hpp"
#include "plan/stop_rule.hpp"
#include "records/left_out.hpp"

namespace assay {

/// How far a study has come.
struct Progress {
  int done = 0;            ///< launches settled
  int expected = 0;        ///< at least, by the rule so far
  double remaining_s = 0;  ///< expected, of the time of whoever waits; 0: not known
};

class RunListener {
 public:
  virtual ~RunListener() = default;
  virtual void launching(Point const& point, AttemptId const& id,
                         Progress const& now) = 0;
  virtual void finished(Point const& point, AttemptId const& id,
                        Judgement const& judgement, Progress const& now) = 0;
  /// All that the launch wrote to standard output and error.
  virtual void printed(Point const&, AttemptId const&, std::string const&) {}
  virtual void stopped(Point const& point, StopReason reason) = 0;
  /// No launch will run on this node any more.
  virtual void left_out(std::string const&, LeftOut const&) {}
};

}  // namespace assay
