// SPDX-License-Identifier: Apache-2.0
// SHA-256 in hexadecimal.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace assay {

std::string sha256(std::string const& text);

/// Of a file's bytes; nothing where it cannot be read. Throws StorageError where the
/// machine is at fault.
std::optional<std::string> try_sha256_of_file(std::filesystem::path const& file);

/// The same; throws std::runtime_error where it cannot be read.
std::string sha256_of_file(std::filesystem::path const& file);

}  // namespace assay
