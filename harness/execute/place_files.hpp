// SPDX-License-Identifier: Apache-2.0
// What the processes of assay-look wrote of where they are.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "attempt.hpp"

namespace assay {

/// Where they write it.
std::filesystem::path place_directory(std::filesystem::path const& attempt_directory);

/// The text of a result that holds their world and nothing else; none where no process
/// wrote. Files that are no places make a text that is refused.
std::optional<std::string> result_of_places(
    std::filesystem::path const& attempt_directory, Point const& point,
    std::string const& nonce);

}  // namespace assay
