// SPDX-License-Identifier: Apache-2.0
// Sums random entries of a table, as a particle code looks up cross-sections.
//
// Sample i is word i mod 4 of block i div 4; it reads the entry at the upper half of
// word times entries. Entry j holds mixed(j). The reads do not depend on each other.
// `checksum` is the sum of what was read, modulo 2^64.
//
// Each rank has a table of its own, read by its threads. Strong scaling: the samples
// are shared, tables stay as large; weak scaling: each rank reads as often. Memory: the
// table. Where a cache holds it, processors differ in whether gathers or single reads
// are faster, which is tried. Ceilings: the rate of independent reads of a table of
// that size and, where a cache holds it, the random words: with AVX-512 128 samples
// take 220 vector instructions for their words, 64 for the indices and 16 to sum beside
// 16 gathers. A chain of dependent reads is the floor.
#include "lookup.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <span>

#include "contract/fastest_form.hpp"
#include "contract/kernel.hpp"
#include "contract/parameters.hpp"
#include "lanes/body.hpp"
#include "lanes/chunks.hpp"

namespace assay {
namespace {

constexpr std::uint64_t samples_per_chunk = 65536;

using Table = Kokkos::View<std::uint64_t*, Space>;

Table make_table(std::uint64_t entries) {
  Table table(Kokkos::view_alloc("table", Kokkos::WithoutInitializing), entries);
  Kokkos::parallel_for(
      "lookup table",
      Kokkos::RangePolicy<Space, Kokkos::IndexType<std::uint64_t>>(0, entries),
      KOKKOS_LAMBDA(std::uint64_t j) { table(j) = mixed(j); });
  Kokkos::fence();
  return table;
}

template <class LookUp>
Counts<1> look_up_all(SampleRange range, Table const& table, Key key, LookUp look_up) {
  auto const* const entries = table.data();
  std::uint64_t const size = table.extent(0);
  return sum_over_chunks<1>(
      "lookup", range, samples_per_chunk,
      KOKKOS_LAMBDA(SampleRange part, Counts<1> & counts) {
        counts.at[0] += look_up(part, entries, size, key);
      });
}

template <class LookUp>
Repetition looking_up(LookUp look_up, Work const& work, Table const& table) {
  return [look_up, table, range = work.range, key = key_of_seed(work.seed)](
             Tally& mine) { mine[0] = look_up_all(range, table, key, look_up).at[0]; };
}

Repetition prepare(Work const& work) {
  Table const table = make_table(integer(work.parameters, "table_bytes") / 8);
  Generator const generator = generator_of(work.parameters);
  using Form = std::function<Repetition(Work const&)>;
  std::array<Form, 2> const forms = {
      [&](Work const& part) {
        return looking_up(ASSAY_DRAWING_BODY(lookup::read, generator), part, table);
      },
      [&](Work const& part) {
        return looking_up(ASSAY_DRAWING_BODY(lookup::gather, generator), part, table);
      }};
  bool const is_near = table.extent(0) <= lookup::most_near_entries;
  return prepare_fastest(std::span(forms).first(is_near ? 2 : 1), work,
                         [](Form const& form, Work const& part) { return form(part); });
}

RegisterKernel const registered{
    {.name = "lookup",
     .summary = "random reads of a table",
     .stresses = "latency and parallelism of memory reads",
     .check = "a checksum of all entries read",
     .nominal_samples_per_second = 1e8,
     .parameters = {{.name = "table_bytes",
                     .summary = "size of each rank's table, rounded down to 8 bytes",
                     .unit = "bytes",
                     .default_value = std::int64_t{1} << 26U,
                     .minimum = 8,
                     .maximum = 0x1p35},
                    generator_parameter()},
     .memory = {{.bytes = 1, .times = {"table_bytes"}}},
     .tallies = {"checksum"},
     .prepare = prepare,
     .estimate = nullptr}};

}  // namespace
}  // namespace assay
