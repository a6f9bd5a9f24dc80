// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace assay {

/// The name of the user that runs us, as schedulers have it; the number where the
/// system knows none.
std::string user_name();

}  // namespace assay
