// SPDX-License-Identifier: Apache-2.0
// Why a launcher started nothing, in its own words.
#pragma once

#include <string>

namespace assay {

/// Of all that a launcher and the MPI under it printed, the words that say why: Open
/// MPI's first help text in short, else the last line that tells of more than an end.
/// One line, safe to show; empty where nothing was said.
std::string last_words(std::string const& output);

}  // namespace assay
