// SPDX-License-Identifier: Apache-2.0
// Texts and numbers between the ranks of MPI_COMM_WORLD. Every function is collective.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace assay {

int world_rank();
int world_size();
/// Among the ranks that share memory with this one, in their order.
int rank_on_node();

/// The text of rank 0, on every rank.
std::string broadcast(std::string text);

/// The texts of all ranks in rank order; empty on all but rank 0.
std::vector<std::string> gather(std::string const& text);

/// The numbers of all ranks, each rank's one after the other, in rank order; every rank
/// gives equally many. Empty on all but rank 0.
std::vector<double> gather(std::vector<double> const& numbers);
std::vector<std::uint64_t> gather(std::vector<std::uint64_t> const& numbers);

/// The sum over all ranks, on every rank.
std::uint64_t sum(std::uint64_t number);

/// The sum, and the least, over the ranks that share memory with this one.
double sum_on_node(double number);
double least_on_node(double number);

}  // namespace assay
