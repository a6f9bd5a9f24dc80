// SPDX-License-Identifier: Apache-2.0
// The table of goals with the figures of this machine.
#pragma once

#include <string>

#include "rounds.hpp"

namespace assay {

/// Whether the text of some goal holds `only`.
bool has_goal(std::string const& only);

/// Measures and prints, line by line, those goals whose text holds `only`; what each
/// line is made of goes to the file `laps` (laps.hpp), if it has a name. Whether all of
/// them could be measured, and no kernel was above its ceiling; a goal that was missed
/// is a line of the table like every other.
bool print_table(Effort effort, std::string const& only, std::string const& laps);

}  // namespace assay
