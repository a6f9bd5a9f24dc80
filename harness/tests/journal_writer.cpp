// SPDX-License-Identifier: Apache-2.0
// Appends numbered records and prints each number once the journal has it; made to be
// killed. Usage: journal_writer FILE COUNT SEED; COUNT 0: until killed. Exit codes as
// assay's.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

#include "os/errors.hpp"
#include "records/journal.hpp"
#include "records/members.hpp"

namespace {

/// Sizes from 1 B to 128 KiB: with small ones the sync is hit, large ones are torn.
std::string padding(std::mt19937& random) {
  std::size_t const size = std::size_t{1} << (random() % 18);
  return std::string(size, static_cast<char>('a' + random() % 26));
}

void acknowledge(int n) {
  auto const text = std::to_string(n) + "\n";
  if (::write(1, text.data(), text.size()) < 0) std::exit(1);
}

void append_records(char const* file, int count, unsigned seed) {
  assay::Journal journal(file);
  std::mt19937 random(seed);
  int next = 0;
  for (auto const& line : journal.content().lines)
    if (auto const n = assay::member(line.text, "n"); !n.empty())
      next = assay::decoded_int(n) + 1;
  for (int done = 0; count == 0 || done < count; ++done, ++next) {
    // Four records share their manifest, which stands in a line of its own.
    journal.append({{"kind", "record"},
                    {"n", next},
                    {"manifest", std::to_string(next / 4)},
                    {"padding", padding(random)}});
    acknowledge(next);
  }
}

}  // namespace

int main(int, char** arguments) {
  try {
    append_records(arguments[1], std::atoi(arguments[2]),
                   static_cast<unsigned>(std::atoi(arguments[3])));
  } catch (assay::StorageError const& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 4;
  } catch (assay::LockedError const& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 75;
  }
  return 0;
}
