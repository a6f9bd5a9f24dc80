// SPDX-License-Identifier: Apache-2.0
// What is compared: a study, or the launches of one commit in it.
#pragma once

#include <string>

namespace assay {

/// The directory of `STUDY` or of `STUDY@COMMIT`, the commit still behind it. What
/// stands behind the last @ names a commit, unless a directory is so named.
std::string directory_of_side(std::string const& side, std::string const& results);

/// The same for each of several sessions `STUDY,STUDY`, in one word.
std::string directories_of_side(std::string const& side, std::string const& results);

}  // namespace assay
