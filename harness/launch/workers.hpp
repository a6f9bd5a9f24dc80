// SPDX-License-Identifier: Apache-2.0
// The worker programs beside this one.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace assay {

/// The directory of the workers and of kernels.json: ASSAY_WORKER_DIR, else that of our
/// own executable.
std::filesystem::path worker_directory();

/// `assay-worker-<backend>` in that directory.
std::filesystem::path worker_path(std::string const& backend);

/// Every backend with an executable worker, sorted.
std::vector<std::string> built_backends();

}  // namespace assay
