// SPDX-License-Identifier: Apache-2.0
// Every kernel and every comparator as a benchmark of Google Benchmark.
#pragma once

namespace assay {

/// Registers them under the names of their subjects, each also with those parameters
/// that a goal asks for. Counters: samples/s, bytes/s where memory is moved, and of a
/// kernel its share of each of its ceilings, measured in the same iterations.
void register_benchmarks();

}  // namespace assay
