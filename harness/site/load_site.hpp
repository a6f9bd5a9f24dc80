// SPDX-License-Identifier: Apache-2.0
// The files that a site and a user keep for all studies.
#pragma once

#include "model/site.hpp"
#include "os/process.hpp"

namespace assay {

/// From the file that ASSAY_SITE names, and assay/site.yaml in XDG_CONFIG_HOME or
/// ~/.config, where there is one, which wins. Throws ConfigError with what is wrong in
/// them, or where the first is not there.
Site load_site(Environment const& environment);

}  // namespace assay
