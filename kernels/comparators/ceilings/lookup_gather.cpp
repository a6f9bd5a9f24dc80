// SPDX-License-Identifier: Apache-2.0
// Ceiling of lookup: reads of the same table at random places that are known early and
// do not depend on each other, by the fastest of several forms.
#include "lookup_gather.hpp"

#include <array>
#include <cstdint>
#include <span>

#include "contract/comparator.hpp"
#include "contract/fastest_form.hpp"
#include "contract/parameters.hpp"
#include "lanes/body.hpp"
#include "lanes/chunks.hpp"

namespace assay {
namespace {

constexpr std::uint64_t samples_per_chunk = 65536;

using Table = Kokkos::View<std::uint64_t*, Space>;

using Read = std::uint64_t(SampleRange, std::uint64_t const*, std::uint64_t const*,
                           std::uint64_t);

Repetition reading(Read* read, Table const& table, std::uint64_t samples) {
  return [read, table, samples, words = known_words()](Tally& mine) {
    auto const* const known = words.data();
    auto const sums = sum_over_chunks<1>(
        "gather", {0, samples}, samples_per_chunk,
        KOKKOS_LAMBDA(SampleRange part, Counts<1> & counts) {
          counts.at[0] += read(part, known, table.data(), table.extent(0));
        });
    mine[0] = sums.at[0];
  };
}

Repetition prepare(Work const& work) {
  Table const table(Kokkos::view_alloc("gather", Kokkos::WithoutInitializing),
                    integer(work.parameters, "table_bytes") / 8);
  Kokkos::deep_copy(table, work.seed);
  std::array<Read*, 4> const forms = {
      ASSAY_BODY(gather::read), ASSAY_BODY(gather::read_singly),
      ASSAY_BODY(gather::read_stored), ASSAY_BODY(gather::read_asked)};
  return prepare_fastest(
      std::span<Read* const>(forms), work, [&](Read* form, Work const& part) {
        return reading(form, table, part.range.end - part.range.begin);
      });
}

RegisterComparator const registered{
    {.name = "gather",
     .kernel = "lookup",
     .summary = "independent reads at known random places",
     .role = Role::ceiling,
     .bound = "latency",
     .nominal_samples_per_second = 2e8,
     .bytes_per_sample = 8,
     .prepare = prepare}};

}  // namespace
}  // namespace assay
