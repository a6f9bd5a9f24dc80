// SPDX-License-Identifier: Apache-2.0
// The gate of a program: a process of ours under the same launcher words.
#pragma once

#include "execute/attempt.hpp"
#include "judge/judge.hpp"

namespace assay {

/// What is asked of a launch of assay-look: the nodes, ranks, threads, launcher and
/// environment of a program's point.
Point probe_point(Point const& program_point);

/// The verdict of a point whose probe was not ok.
Verdict refused_by(Verdict const& probe);

}  // namespace assay
