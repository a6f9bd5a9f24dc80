// SPDX-License-Identifier: Apache-2.0
// The loop: blocks of launches in random order, each judged and journalled, until every
// point is known well enough.
#pragma once

#include "attempt_runner.hpp"
#include "records/journal.hpp"
#include "run_listener.hpp"
#include "run_spec.hpp"

namespace assay {

struct RunOutcome {
  int ok = 0;
  int failed = 0;       ///< settled launches of this study's points that are not ok
  int disturbed = 0;    ///< settled launches that others disturbed each time
  int signal = 0;       ///< that ended the run, or 0
  int settled = 0;      ///< launches of this run, good or bad
  int out_of_time = 0;  ///< launches left out since the job would have cut them
};

/// Continues where the journal ends. Throws StorageError, and EnvironmentError once a
/// worker has changed: every further launch would be of another point. Every finished
/// attempt is in the journal by then.
RunOutcome run_study(RunSpec const& spec, Journal& journal, Executor& executor,
                     RunListener& listener);

}  // namespace assay
