// SPDX-License-Identifier: Apache-2.0
// Tells a person how a study goes on, on standard error.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "os/screen.hpp"
#include "run/run_listener.hpp"

namespace assay {

/// On a terminal one line that is written over, as wide as there is room, with the last
/// launch's number and the time left; elsewhere a line per finished launch. Failures
/// always keep a line of their own, and so does the first launch that others disturbed.
class Terminal : public RunListener {
 public:
  enum class Output { hidden, shown };  ///< what the launches print

  /// `axes`: those by which the points of the study are told apart besides the words
  /// for every study; see further_axes.
  explicit Terminal(Screen const& screen, Output output = Output::hidden,
                    std::vector<std::string> axes = {})
      : screen_(screen), output_(output), axes_(std::move(axes)) {}
  void launching(Point const& point, AttemptId const& id, Progress const& now) override;
  void finished(Point const& point, AttemptId const& id, Judgement const& judgement,
                Progress const& now) override;
  void printed(Point const& point, AttemptId const& id,
               std::string const& output) override;
  void stopped(Point const& point, StopReason reason) override;
  void left_out(std::string const& node, LeftOut const& why) override;
  /// Takes away the line that is written over.
  void clear_line() const;

 private:
  /// What a good launch has to say, once a study.
  void note(Judgement const& judgement);
  /// Whether what is told of such a launch is not written over.
  bool stays(VerdictClass of);
  Screen screen_;
  Output output_;
  std::vector<std::string> axes_;
  bool limits_are_told_ = false;
  bool disturbance_is_told_ = false;
  std::set<std::string> notes_;  ///< that were told
};

}  // namespace assay
