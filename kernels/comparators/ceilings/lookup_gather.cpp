// SPDX-License-Identifier: Apache-2.0
// Ceiling of lookup: reads of the same table at random places that are known early and
// do not depend on each other, by the fastest of several forms.
#include "lookup_gather.hpp"

#include <cstdint>
#include <span>
#include <vector>

#include "contract/comparator.hpp"
#include "contract/fastest_form.hpp"
#include "contract/parameters.hpp"
#include "lanes/body.hpp"
#include "lanes/chunks.hpp"
#include "sampling/lookup.hpp"

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

/// A way to read, and what is read.
struct Form {
  Read* read;
  Table table;
};

/// Each way to read each of some tables. Where a table is about as large as a cache,
/// the pages that it happens to get decide how much of it the cache holds.
std::vector<Form> forms_of(Work const& work) {
  std::uint64_t const entries = integer(work.parameters, "table_bytes") / 8;
  std::vector<Form> forms;
  for (int n = entries <= lookup::most_near_entries ? 4 : 1; n > 0; --n) {
    Table const table(Kokkos::view_alloc("gather", Kokkos::WithoutInitializing),
                      entries);
    Kokkos::deep_copy(table, work.seed);
    for (Read* const read :
         {ASSAY_BODY(gather::read), ASSAY_BODY(gather::read_singly),
          ASSAY_BODY(gather::read_stored), ASSAY_BODY(gather::read_asked)}) {
      forms.push_back({read, table});
    }
  }
  return forms;
}

Repetition prepare(Work const& work) {
  std::vector<Form> const forms = forms_of(work);
  return prepare_fastest(
      std::span(forms), work, [](Form const& form, Work const& part) {
        return reading(form.read, form.table, part.range.end - part.range.begin);
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
