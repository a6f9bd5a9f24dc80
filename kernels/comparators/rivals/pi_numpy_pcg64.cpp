// SPDX-License-Identifier: Apache-2.0
// pi as kernels/baselines/ throws it: NumPy's PCG64, arrays of 65536 darts.
#include "contract/comparator.hpp"
#include "python_child.hpp"

namespace assay {
namespace {

Repetition prepare(Work const& work) { return prepare_in_python(work, "numpy"); }

RegisterComparator const registered{{.name = "numpy-pcg64",
                                     .kernel = "pi",
                                     .summary = "NumPy's PCG64, arrays of 65536 darts",
                                     .role = Role::rival,
                                     .nominal_samples_per_second = 1e8,
                                     .is_apart = true,
                                     .prepare = prepare}};

}  // namespace
}  // namespace assay
