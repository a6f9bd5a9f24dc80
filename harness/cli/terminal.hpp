// SPDX-License-Identifier: Apache-2.0
// Tells a person how a study goes on, on standard error.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "run/run_listener.hpp"

namespace assay {

/// On a terminal one line that is written over, with the time left; elsewhere a line
/// per finished launch. Failures always keep a line of their own.
class Terminal : public RunListener {
 public:
  enum class Output { hidden, shown };  ///< what the launches print

  /// `axes`: those by which the points of the study are told apart besides the words
  /// for every study; see further_axes.
  explicit Terminal(bool is_terminal, Output output = Output::hidden,
                    std::vector<std::string> axes = {})
      : is_terminal_(is_terminal), output_(output), axes_(std::move(axes)) {}
  void launching(Point const& point, AttemptId const& id, Progress const& now) override;
  void finished(Point const& point, AttemptId const& id, Judgement const& judgement,
                Progress const& now) override;
  void printed(Point const& point, AttemptId const& id,
               std::string const& output) override;
  void stopped(Point const& point, StopReason reason) override;
  void left_out(std::string const& node, int failures) override;

 private:
  void clear_line() const;
  /// What a good launch has to say, once a study.
  void note(Judgement const& judgement);
  bool is_terminal_;
  Output output_;
  std::vector<std::string> axes_;
  bool limits_are_told_ = false;
  std::set<std::string> notes_;  ///< that were told
};

}  // namespace assay
