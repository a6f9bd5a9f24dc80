// SPDX-License-Identifier: Apache-2.0
// The timed region.
#include "timing.hpp"

#include <mpi.h>

#include <algorithm>
#include <ctime>

#include "common/launch_value.hpp"

namespace assay {
namespace {

double seconds(timespec const& time) {
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

}  // namespace

double now_s() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return seconds(time);
}

Clock measure_clock() {
  constexpr std::size_t readings = 10'000;
  std::vector<double> distances(readings);
  for (double& distance : distances) {
    double const before = now_s();
    distance = now_s() - before;
  }
  timespec resolution{};
  clock_getres(CLOCK_MONOTONIC, &resolution);
  return {.name = "CLOCK_MONOTONIC",
          .resolution_s = seconds(resolution),
          .overhead_s = median(distances)};
}

Timed time_repetitions(Repetition const& repetition, std::size_t repetitions,
                       std::size_t tallies) {
  Timed timed{std::vector<RepetitionTimes>(repetitions),
              std::vector<Tally>(repetitions, Tally(tallies))};
  Tally mine(tallies);
  auto const count = static_cast<int>(tallies);
  for (std::size_t i = 0; i < repetitions; ++i) {
    MPI_Barrier(MPI_COMM_WORLD);
    double const b0 = now_s();
    MPI_Barrier(MPI_COMM_WORLD);
    double const t0 = now_s();
    repetition(mine);
    double const t1 = now_s();
    // clang-tidy 14 takes MPI_UINT64_T for a type that std::uint64_t is not.
    // NOLINTNEXTLINE(mpi-type-mismatch)
    MPI_Allreduce(mine.data(), timed.totals[i].data(), count, MPI_UINT64_T, MPI_SUM,
                  MPI_COMM_WORLD);
    double const t2 = now_s();
    timed.times[i] = {.barrier_s = t0 - b0, .useful_s = t1 - t0, .reduce_s = t2 - t1};
  }
  return timed;
}

double makespan_s(std::vector<RepetitionTimes> const& by_rank) {
  double longest = 0;
  for (RepetitionTimes const& rank : by_rank)
    longest = std::max(longest, rank.useful_s + rank.reduce_s);
  return longest;
}

double skew_bound_s(std::vector<RepetitionTimes> const& by_rank) {
  double longest = 0;
  for (RepetitionTimes const& rank : by_rank)
    longest = std::max(longest, rank.barrier_s);
  return longest;
}

}  // namespace assay
