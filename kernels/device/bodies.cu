// SPDX-License-Identifier: Apache-2.0
// The body of each kernel as a GPU runs it, as an entry of its own and without Kokkos:
// count_instructions.py compiles this file and counts what comes of it.
//
// What a comment allows is worked out from what the body asks of a processor that makes
// a 64-bit product of two words, a sum of three or any logic function of three in one
// instruction each, and takes two for 64 bits where one word is not enough.
// A block of the generator within consecutive ones takes 38: 17 products (of 20, that of
// round 0 which depends on the index grows by a constant, 2 additions, and two are the
// same for all blocks); 19 exclusive ors, 3 in the first two rounds, 2 in each of eight.
// Numbers of 64 bits that are no simple ones do not fit into an instruction: a
// coefficient of a series takes one more, or two.
#include <cstdint>

#include "sampling/fill.hpp"
#include "sampling/histogram.hpp"
#include "sampling/ising.hpp"
#include "sampling/lookup.hpp"
#include "sampling/option.hpp"
#include "sampling/pi.hpp"
#include "sampling/transport.hpp"

using namespace assay;

namespace {

/// The samples of this thread.
__device__ SampleRange part_of(SampleRange range, std::uint64_t chunk) {
  std::uint64_t const thread =
      blockIdx.x * static_cast<std::uint64_t>(blockDim.x) + threadIdx.x;
  std::uint64_t const begin = range.begin + thread * chunk;
  return {begin, begin + chunk};
}

}  // namespace

extern "C" {

/// At most 27 instructions a sample, 2 a block: 19 for half a block; 2 squares, 2 to
/// compare, 2 to count; 1 to bring a word beside another, since a product of 64 bits
/// takes a pair of registers; 3 for each 8 samples to count the loop.
__global__ void pi(SampleRange range, std::uint64_t chunk, Key key,
                   std::uint64_t* hits) {
  hits[threadIdx.x] = pi::hits<Plain, Philox<10>>(part_of(range, chunk), key);
}

/// At most 67 instructions a sample, 1 a block: 38; 12 for two coordinates; 3 for the
/// square of the radius; 8 to compare it with both bounds and 4 to count; 2 to look for
/// doubts. The recount in doubt, which is rare, is a loop of its own.
__global__ void pi_53(SampleRange range, std::uint64_t chunk, Key key,
                      std::uint64_t* hits) {
  hits[threadIdx.x] = pi::hits_53<Plain, Philox<10>>(part_of(range, chunk), key, pi::surely_hit);
}

/// At most 140 instructions a sample, 2 a block. Of a block: 38; 8 for two numbers of
/// [0, 1); 55 for the logarithm, 12 of them the division, and 13 for the root; 40 for
/// sine and cosine; for each sample 30 for the exponential and the payoff and 8 to add
/// it up: 230. The 51 coefficients come on top.
__global__ void option(SampleRange range, std::uint64_t chunk, option::Call call,
                       Key key, Counts<2>* sums) {
  option::price<Plain, Philox<10>>(part_of(range, chunk), call, key, sums[threadIdx.x]);
}

/// At most 23 instructions a sample, 4 a block: 9.5 for a quarter of a block; 7 from
/// the word to an address, 3 of them for the upper half of a product with 33 bits; 3
/// for the increment and the 1 to add; 10 a block to count the loop.
__global__ void histogram(SampleRange range, std::uint64_t chunk, std::uint64_t* bins,
                          std::uint64_t size, Key key) {
  histogram::count<Plain, Philox<10>>(part_of(range, chunk), bins, size, key);
}

/// At most 23 instructions a sample, 4 a block: 9.5 for a quarter of a block; 8 from
/// the word to an address; 1 to read; 2 to add; 1 to bring words beside each other.
__global__ void lookup(SampleRange range, std::uint64_t chunk,
                       std::uint64_t const* table, std::uint64_t entries, Key key,
                       std::uint64_t* sums) {
  sums[threadIdx.x] =
      lookup::gather<Plain, Philox<10>>(part_of(range, chunk), table, entries, key);
}

/// At most 28 instructions a sample, 2 a block: 19 for half a block; 1 to write; 4 to
/// add to both sums, 1.5 to compute the index and 1.5 to combine it with the value; 1
/// to bring words beside each other.
__global__ void fill(fill::Filling filling, std::uint64_t chunk, Counts<3>* counts) {
  fill::write<Plain, Philox<10>>(filling, part_of({}, chunk), counts[threadIdx.x]);
}

/// At most 170 instructions an event, 1 a block: 40, since the event is a word of the
/// counter; 4 for a number of [0, 1), 55 for its logarithm; 6 for the way and the
/// depth, 5 for the cosine; 9 to compare; 14 to count the fates; 5 for the loop. The 9
/// coefficients and 6 other constants come on top.
__global__ void transport(SampleRange range, std::uint64_t chunk, transport::Slab slab,
                          Key key, Counts<transport::fates>* counts) {
  transport::transport<Plain, Philox<10>>(part_of(range, chunk), slab, key, counts[threadIdx.x]);
}

/// At most 58 instructions a proposal, 4 a block: 9.5 for a quarter of a block; 4 to
/// compare the word with both thresholds, 6 to place what that gives; of five sites 15
/// to see that they are there, to read and to place them; 3 to write one. Eight sites
/// are flipped together, in 18; addresses and the loop take 100 for them.
__global__ void ising(ising::Domain domain, ising::HalfSweep half, SampleRange groups) {
  ising::propose_part<Philox<10>>(domain, part_of({}, 1).begin, groups, half, ising::Reach::inside);
}

}  // extern "C"
