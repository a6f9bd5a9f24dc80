// SPDX-License-Identifier: Apache-2.0
// An observer that says nothing.
#pragma once

#include "observer.hpp"

namespace assay {

class Silent : public Observer {
 public:
  void launching(Point const&, AttemptId const&, Progress const&) override {}
  void finished(Point const&, AttemptId const&, Judgement const&,
                Progress const&) override {}
  void stopped(Point const&, StopReason) override {}
};

}  // namespace assay
