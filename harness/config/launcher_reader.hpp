// SPDX-License-Identifier: Apache-2.0
// `launcher:` and `wrap:` -> what stands before a program.
#pragma once

#include "axis_reader.hpp"

namespace assay {

/// A name that is known, or words, which become a launcher of the study.
ReadValue launcher_reader(Draft& draft);

/// The name of one of ours, or of the study's own.
ReadValue launcher_name_reader(Draft const& draft);

/// The words between launcher and program.
void read_wrap(Entry const& entry, Draft& draft);

}  // namespace assay
