// SPDX-License-Identifier: Apache-2.0
// Tells a person how a study goes on, on standard error.
#pragma once

#include "observer.hpp"

namespace assay {

/// On a terminal one line that is written over, with the time left; elsewhere a line
/// per finished launch. Failures always keep a line of their own.
class Terminal : public Observer {
 public:
  enum class Output { hidden, shown };  ///< what the launches print

  explicit Terminal(bool is_terminal, Output output = Output::hidden)
      : is_terminal_(is_terminal), output_(output) {}
  void launching(Point const& point, AttemptId const& id, Progress const& now) override;
  void finished(Point const& point, AttemptId const& id, Judgement const& judgement,
                Progress const& now) override;
  void printed(Point const& point, AttemptId const& id,
               std::string const& output) override;
  void stopped(Point const& point, std::string const& reason) override;
  void left_out(std::string const& node, int failures) override;

 private:
  void clear_line() const;
  bool is_terminal_;
  Output output_;
};

}  // namespace assay
