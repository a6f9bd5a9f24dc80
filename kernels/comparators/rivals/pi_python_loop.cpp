// SPDX-License-Identifier: Apache-2.0
// pi as kernels/baselines/ throws it: a loop in Python over random.random().
#include "contract/comparator.hpp"
#include "python_child.hpp"

namespace assay {
namespace {

Repetition prepare(Work const& work) { return prepare_in_python(work, "loop"); }

RegisterComparator const registered{{.name = "python-loop",
                                     .kernel = "pi",
                                     .summary = "a loop in Python over random.random()",
                                     .role = Role::rival,
                                     .nominal_samples_per_second = 5e6,
                                     .is_apart = true,
                                     .prepare = prepare}};

}  // namespace
}  // namespace assay
