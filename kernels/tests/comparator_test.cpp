// SPDX-License-Identifier: Apache-2.0
// What bounds a kernel must do all of its samples: a ceiling that skips some is too
// high, and a kernel beside it looks slow.
#include "contract/comparator.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

#include "kernel_fixture.hpp"

namespace assay {
namespace {

/// The first tally of the second repetition of that ceiling.
std::uint64_t sum_of_ceiling(std::string const& kernel, std::string const& name,
                             std::uint64_t samples, ParameterValues const& given) {
  auto ceilings = ceilings_of(kernel, complete_parameters(kernel_named(kernel), given));
  std::erase_if(ceilings,
                [&](Comparator const& comparator) { return comparator.name != name; });
  if (ceilings.size() != 1) return 0;
  Tally mine(kernel_named(kernel).tallies.size());
  auto const repetition = ceilings[0].prepare(
      {.range = {samples, 2 * samples},  // as the second of two ranks
       .samples = 2 * samples,
       .seed = test_seed,
       .parameters = complete_parameters(kernel_named(kernel), given)});
  repetition(mine);
  repetition(mine);
  return mine[0];
}

// Not a multiple of any chunk or pass.
constexpr std::uint64_t samples = 1'000'003;

TEST(Ceiling, OfHistogramAddsEverySample) {
  for (std::int64_t const bins : {1, 512, 100'001}) {
    EXPECT_EQ(sum_of_ceiling("histogram", "atomic-add", samples, {{"bins", bins}}),
              samples)
        << bins;
  }
}

TEST(Ceiling, OfLookupReadsEverySample) {
  for (std::int64_t const bytes : {8, 4096, 1'000'000}) {
    EXPECT_EQ(sum_of_ceiling("lookup", "gather", samples, {{"table_bytes", bytes}}),
              samples * test_seed)
        << bytes;
  }
}

TEST(Ceiling, OfFillWritesTheWholeArray) {
  constexpr std::int64_t bytes = 4'000'000;  // half as many entries as samples
  EXPECT_EQ(sum_of_ceiling("fill", "stream-write", samples, {{"array_bytes", bytes}}),
            2 * (test_seed + 2));
}

// Where all is absorbed, each flight ends in one of three ways.
TEST(Ceiling, OfTransportMakesEveryFlight) {
  std::uint64_t const flights =
      sum_of_ceiling("transport", "equal-histories", samples, {{"absorption", 1.0}});
  EXPECT_LE(flights, samples);
  EXPECT_GT(flights, samples - 8);  // what fills no vector is left out
}

TEST(Ceiling, IsThereForTheKernelsThatHaveOne) {
  for (char const* const kernel :
       {"fill", "histogram", "lookup", "option", "pi", "transport"}) {
    auto const defaults = complete_parameters(kernel_named(kernel), {});
    EXPECT_FALSE(ceilings_of(kernel, defaults).empty()) << kernel;
  }
}

TEST(Comparator, StandsBesideAKernelAndIsComplete) {
  for (Comparator const& comparator : registered_comparators()) {
    EXPECT_NO_THROW(kernel_named(comparator.kernel)) << comparator.name;
    EXPECT_FALSE(comparator.summary.empty()) << comparator.name;
    EXPECT_GT(comparator.nominal_samples_per_second, 0) << comparator.name;
    EXPECT_NE(comparator.prepare, nullptr) << comparator.name;
  }
}

TEST(Comparator, HasANameOfItsOwn) {
  Comparator const copy = registered_comparators().front();
  EXPECT_THROW(RegisterComparator{copy}, std::logic_error);
}

}  // namespace
}  // namespace assay
