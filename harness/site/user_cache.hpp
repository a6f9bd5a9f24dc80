// SPDX-License-Identifier: Apache-2.0
// Where assay keeps what it made for this user.
#pragma once

#include <filesystem>

namespace assay {

/// `assay` in XDG_CACHE_HOME, else in ~/.cache, else in the directory for temporary
/// files.
std::filesystem::path user_cache();

}  // namespace assay
