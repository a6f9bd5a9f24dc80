// SPDX-License-Identifier: Apache-2.0
// How far a study is, in tables for people.
#pragma once

#include <cstddef>
#include <string>

#include "study_state.hpp"

namespace assay {

/// Every point of the study, before it the jobs of a submitted one, behind it the
/// launches where they were asked for; in lines of at most `columns` characters.
std::string status_text(StudyState const& state, std::size_t columns);

}  // namespace assay
