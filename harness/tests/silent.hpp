// SPDX-License-Identifier: Apache-2.0
// A listener that says nothing.
#pragma once

#include "run/run_listener.hpp"

namespace assay {

class Silent : public RunListener {
 public:
  void launching(Point const&, AttemptId const&, Progress const&) override {}
  void finished(Point const&, AttemptId const&, Judgement const&,
                Progress const&) override {}
  void stopped(Point const&, StopReason) override {}
};

}  // namespace assay
