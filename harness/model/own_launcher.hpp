// SPDX-License-Identifier: Apache-2.0
// A launcher that a study, or a site, gives as words.
#pragma once

#include <string>
#include <vector>

#include "launcher.hpp"

namespace assay {

/// A launcher of these words. It need not hand on any environment: that of the point
/// stands in its words, behind `env`, so that the ranks alone have it, on every node.
/// `needs_job`: its ranks are started by daemons and do not descend from us.
Launcher own_launcher(std::string name, std::vector<std::string> words,
                      bool needs_job = false);

}  // namespace assay
