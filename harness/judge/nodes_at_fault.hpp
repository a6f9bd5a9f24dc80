// SPDX-License-Identifier: Apache-2.0
// Which nodes a launch failed the gate on.
#pragma once

#include <set>
#include <string>

#include "model/point.hpp"
#include "worker_result.hpp"

namespace assay {

/// All nodes that took part, by the name that Slurm gives them, else their host name.
std::set<std::string> nodes_in(World const& world);

/// Those of them that, looked at alone, lack the cores, the threads or the binding that
/// the point asks for. Pure.
std::set<std::string> nodes_at_fault(Point const& point, World const& world);

}  // namespace assay
