// SPDX-License-Identifier: Apache-2.0
// What the analysis is told of a history.
#pragma once

#include <string>
#include <vector>

namespace assay {

/// The words that ask the analysis for a history of `studies`, study files, names or
/// directories, each with `@COMMIT` behind it or `LABEL=` before it where asked, and
/// looked for below `results`; `options` stand as the analysis reads them.
std::vector<std::string> history_words(std::vector<std::string> const& options,
                                       std::vector<std::string> const& studies,
                                       std::string const& results);

}  // namespace assay
