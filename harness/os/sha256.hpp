// SPDX-License-Identifier: Apache-2.0
// SHA-256 in hexadecimal.
#pragma once

#include <filesystem>
#include <string>

namespace assay {

std::string sha256(std::string const& text);

/// Of a file's bytes. Throws std::runtime_error where it cannot be read, StorageError
/// where the machine is at fault.
std::string sha256_of_file(std::filesystem::path const& file);

}  // namespace assay
