// SPDX-License-Identifier: Apache-2.0
// What `auto` stands for on this machine.
#pragma once

#include <cstdint>
#include <vector>

#include "model/machine.hpp"

namespace assay {

/// 1, 2, 4, ... up to `limit`, and `limit` itself.
std::vector<int> powers_of_two_up_to(int limit);

/// Ranks of `cores` cores that fill: on one node 1, 2, 4, ... up to all its cores;
/// on several nodes only full ones, since a half-filled node is another experiment.
std::vector<int> automatic_ranks(Machine const& machine, int nodes, int cores);

/// Samples in total that keep every core of the machine busy for 25 ms a repetition,
/// and the whole machine for 0.1 s where it has few cores: far above the 10 ms below
/// which timing error matters, and short enough for many launches. `rate` is of one
/// core, per second.
std::uint64_t automatic_samples(double rate, int cores);

}  // namespace assay
