// SPDX-License-Identifier: Apache-2.0
// pi as a Python program throws it, in an interpreter of its own.
#pragma once

#include "contract/kernel.hpp"

namespace assay {

/// Each repetition asks a running interpreter for the hits among the samples, as
/// `model` of serve.py counts them. The time of the question and the answer, some tens
/// of microseconds, counts in. Throws std::runtime_error where that model cannot run.
Repetition prepare_in_python(Work const& work, char const* model);

}  // namespace assay
