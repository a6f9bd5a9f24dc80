// SPDX-License-Identifier: Apache-2.0
// The table of goals. A line is added here; what it compares, in a file of its own.
#include "contract/comparator.hpp"
#include "contract/parameters.hpp"
#include "goal.hpp"
#include "subject.hpp"

namespace assay {
namespace {

/// A kernel, alone or at its parameters, over one of its comparators.
Goal over(std::string what, std::string const& kernel, std::string const& comparator,
          double target, std::uint64_t samples = 0) {
  return {.what = std::move(what),
          .above = {{.subject = kernel, .instruction_set = {}}},
          .below = {{.subject = kernel + "/" + comparator, .instruction_set = {}}},
          .target = target,
          .samples = samples};
}

/// The same kernel on two threads and on one.
Goal on_two_threads(std::string const& kernel) {
  return {.what = kernel + ", two threads over one",
          .above = {{.subject = kernel, .threads = 2, .instruction_set = {}}},
          .below = {{.subject = kernel, .threads = 1, .instruction_set = {}}},
          .target = 1.95};
}

/// A kernel, of the one of its ceilings that binds it here.
Goal of_ceiling(std::string const& subject, std::string const& where, double target,
                std::uint64_t samples = 0, std::string const& set = {}) {
  Subject const kernel = parse_subject(subject);
  Goal goal{.what = kernel.kernel->name + (where.empty() ? "" : ", " + where) +
                    ", of its ceiling",
            .above = {{.subject = subject, .instruction_set = set}},
            .below = {},
            .target = target,
            .samples = samples,
            .kind = Below::ceilings};
  for (Comparator const& ceiling :
       ceilings_of(kernel.kernel->name,
                   complete_parameters(*kernel.kernel, kernel.parameters))) {
    goal.below.push_back(
        {.subject = subject + "/" + ceiling.name, .instruction_set = set});
  }
  return goal;
}

/// A kernel by another generator over the same by the default.
Goal by_generator(std::string const& kernel, std::string const& generator) {
  return {
      .what =
          kernel.substr(0, kernel.find('/')) + ", " + generator + " over the default",
      .above = {{.subject = kernel + "/generator:" + generator, .instruction_set = {}}},
      .below = {{.subject = kernel, .instruction_set = {}}}};
}

/// What two threads gain with histories of any length, over what they gain with equal
/// ones.
Goal balance() {
  auto const at = [](char const* subject, int threads) {
    return Contestant{.subject = subject, .threads = threads, .instruction_set = {}};
  };
  return {.what = "transport, balance on two threads",
          .above = {at("transport", 2), at("transport/equal-histories", 1)},
          .below = {at("transport", 1), at("transport/equal-histories", 2)},
          .target = 0.95};
}

// Where bins or table do not fit a cache, enough samples that reading all bins once
// counts for little.
constexpr std::uint64_t many = 100'000'000;

}  // namespace

std::vector<Goal> goals() {
  return {
      of_ceiling("pi", "avx512", 0.95, 0, "avx512"),
      of_ceiling("pi", "avx2", 0.95, 0, "avx2"),
      of_ceiling("pi/generator:philox4x32-7", "philox4x32-7", 0.95),
      of_ceiling("pi/generator:ars-5", "ars-5", 0.95),
      of_ceiling("pi/coordinate_bits:53", "53 bits", 0),
      of_ceiling("option", "", 0),
      of_ceiling("fill", "", 0.95),
      of_ceiling("fill/generator:ars-5", "ars-5", 0.95),
      of_ceiling("histogram/bins:512", "4 KiB", 0.9),
      of_ceiling("histogram/bins:131072", "1 MiB", 0.9),
      of_ceiling("histogram/bins:67108864", "512 MiB", 0.9, many),
      of_ceiling("lookup/table_bytes:4096", "4 KiB", 0.9),
      of_ceiling("lookup/table_bytes:1048576", "1 MiB", 0.9),
      of_ceiling("lookup/table_bytes:536870912", "512 MiB", 0.9),
      of_ceiling("transport", "", 0),
      of_ceiling("ising", "", 0),
      by_generator("pi", "philox4x32-7"),
      by_generator("pi", "ars-5"),
      by_generator("option", "ars-5"),
      by_generator("fill", "ars-5"),
      by_generator("lookup/table_bytes:4096", "ars-5"),
      by_generator("transport", "ars-5"),
      by_generator("ising", "ars-5"),
      over("pi, in chunks of Kokkos, of a raw loop", "pi", "raw-loop", 0.98),
      over("pi over Kokkos XorShift64", "pi", "kokkos-xorshift64", 6.5),
      over("pi over Kokkos XorShift1024", "pi", "kokkos-xorshift1024", 0),
      over("pi over Random123", "pi", "random123", 3.0),
      over("pi over oneMKL SFMT19937", "pi", "mkl-sfmt19937", 0),
      over("pi, ars-5, over oneMKL SFMT19937", "pi/generator:ars-5", "mkl-sfmt19937",
           1.3),
      over("pi, ars-5, over oneMKL ARS5", "pi/generator:ars-5", "mkl-ars5", 1.3),
      over("pi over oneMKL Philox4x32x10", "pi", "mkl-philox4x32x10", 1.3),
      over("fill over oneMKL SFMT19937", "fill", "mkl-sfmt19937", 0),
      over("fill, ars-5, over oneMKL SFMT19937", "fill/generator:ars-5",
           "mkl-sfmt19937", 1.2),
      over("pi over std::mt19937_64", "pi", "mt19937_64", 0),
      over("pi over NumPy PCG64", "pi", "numpy-pcg64", 11),
      over("pi at 53 bits over NumPy PCG64", "pi/coordinate_bits:53", "numpy-pcg64", 4),
      over("pi over a Python loop", "pi", "python-loop", 210),
      over("option over the C maths library", "option", "libm", 8),
      over("transport over a plain loop", "transport", "plain", 3),
      balance(),
      {.what = "ising, flips/s",
       .above = {{"ising", 1, ""}},
       .below = {},
       .target = 1e9},
      on_two_threads("pi"),
      on_two_threads("option"),
      on_two_threads("transport"),
  };
}

}  // namespace assay
