// SPDX-License-Identifier: Apache-2.0
// Writes the result file once, whole, and only for the first writer.
#pragma once

#include <filesystem>
#include <string>

namespace assay {

/// Writes `<file>.partial`, which only one writer can create, synchronises it, renames
/// it to `file` and synchronises the directory. Throws std::runtime_error naming the
/// step, the path and the cause; also where `file` is there already, since then another
/// process takes itself for rank 0 of the same launch.
void write_result_file(std::filesystem::path const& file, std::string const& text);

}  // namespace assay
