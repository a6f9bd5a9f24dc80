// SPDX-License-Identifier: Apache-2.0
// Kills the writer of a journal again and again: nothing acknowledged is lost or
// doubled.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <thread>
#include <vector>

#include "acknowledged.hpp"
#include "child.hpp"
#include "records/journal.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

int kills_wanted() {
  auto const* text = std::getenv("ASSAY_TEST_KILLS");
  return text != nullptr ? std::atoi(text) : 300;
}

/// Starts a writer and kills it 1 to 15 ms after its first record; says whether that
/// tore one.
bool write_and_kill(std::filesystem::path const& file, std::mt19937& random,
                    Acknowledged& acknowledged) {
  Child writer({JOURNAL_WRITER, file.string(), "0", std::to_string(random())});
  auto const first = writer.output(1);
  std::this_thread::sleep_for(std::chrono::microseconds(1000 + random() % 14000));
  writer.kill();
  acknowledged.add(first + writer.output());
  EXPECT_EQ(writer.wait(), 128 + SIGKILL);
  return !bytes_of(file).ends_with('\n');
}

struct Tally {
  int torn = 0;
  std::size_t records = 0;
};

/// `kills` times on one file, then an undisturbed writer.
Tally torment(std::filesystem::path const& file, int kills, std::mt19937& random) {
  Acknowledged acknowledged;
  Tally tally;
  for (int i = 0; i < kills; ++i) {
    tally.torn += write_and_kill(file, random, acknowledged) ? 1 : 0;
  }
  Child last({JOURNAL_WRITER, file.string(), "3", "1"});
  acknowledged.add(last.output());
  EXPECT_EQ(last.wait(), 0);
  EXPECT_EQ(acknowledged.expect_all_in(file).torn_bytes, 0U);
  tally.records = acknowledged.size();
  return tally;
}

/// On a disk a kill mostly hits the sync, in memory mostly the write.
std::vector<std::filesystem::path> places() {
  std::vector<std::filesystem::path> found = {std::filesystem::temp_directory_path()};
  if (::access("/dev/shm", W_OK) == 0) found.emplace_back("/dev/shm");
  return found;
}

TEST(JournalKill, LosesAndDoublesNothing) {
  std::mt19937 random(std::random_device{}());
  constexpr int kills_a_file = 3;  // short: what is tested is writing, not reading
  auto const where = places();
  Tally sum;
  int kills = 0;
  for (; kills < kills_wanted(); kills += kills_a_file) {
    auto const place = static_cast<std::size_t>(kills / kills_a_file) % where.size();
    Scratch const scratch(where[place]);
    auto const tally = torment(scratch / "journal.jsonl", kills_a_file, random);
    sum.torn += tally.torn;
    sum.records += tally.records;
  }
  std::cout << "kills " << kills << ", records " << sum.records << ", torn tails "
            << sum.torn << "\n";
  EXPECT_GT(sum.torn, 0) << "no write was hit: the test has lost its teeth";
}

}  // namespace
}  // namespace assay
