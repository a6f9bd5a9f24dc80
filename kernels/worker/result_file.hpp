// SPDX-License-Identifier: Apache-2.0
// Writes the result file once, whole, and only for the first writer.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

namespace assay {

/// The disk did not take what was written: it is full, of a file too large, or broken.
class StorageFault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Writes `<file>.partial`, which only one writer can create, synchronises it, renames
/// it to `file` and synchronises the directory. Throws StorageFault naming the step,
/// the path and the cause, and std::runtime_error where `file` is there already, since
/// then another process takes itself for rank 0 of the same launch.
void write_result_file(std::filesystem::path const& file, std::string const& text);

}  // namespace assay
