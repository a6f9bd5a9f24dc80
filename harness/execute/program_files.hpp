// SPDX-License-Identifier: Apache-2.0
// Files that a program left for its metrics.
#pragma once

#include <filesystem>

#include "judge/judge.hpp"

namespace assay {

/// The files in `directory` that `readings` ask for, by the names that these have
/// there. Links are not followed, and at most 64 MiB of a file and 1,000 files are
/// read. Throws StorageError where the machine is at fault.
FilesOfProgram read_files(Readings const& readings,
                          std::filesystem::path const& directory);

}  // namespace assay
