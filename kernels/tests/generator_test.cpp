// SPDX-License-Identifier: Apache-2.0
// Each generator, with every set of instructions that this CPU has, against the known
// answers that its authors publish; and what kernels make of it.
#include "contract/generator.hpp"

#include <gmock/gmock.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "ars_by_the_book.hpp"
#include "comparators/ceilings/random_words.hpp"
#include "instruction_sets.hpp"
#include "kernel_fixture.hpp"
#include "lanes/body.hpp"
#include "philox_by_the_book.hpp"

namespace assay {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

struct KnownAnswer {
  Block counter, key, words;
};

// Of Random123's tests/kat_vectors the lines of philox4x32 and of ars4x32.
constexpr Block ones = {~0U, ~0U, ~0U, ~0U};
constexpr Block digits = {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344};
constexpr Block more_digits = {0xa4093822, 0x299f31d0, 0x082efa98, 0xec4e6c89};
constexpr KnownAnswer of_philox_7[] = {
    {{}, {}, {0x5f6fb709, 0x0d893f64, 0x4f121f81, 0x4f730a48}},
    {ones, ones, {0x5207ddc2, 0x45165e59, 0x4d8ee751, 0x8c52f662}},
    {digits, more_digits, {0x4dfccaba, 0x190a87f0, 0xc47362ba, 0xb6b5242a}}};
constexpr KnownAnswer of_philox_10[] = {
    {{}, {}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
    {ones, ones, {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
    {digits, more_digits, {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}}};
constexpr KnownAnswer of_ars_10[] = {
    {{}, {}, {0x8d73ee19, 0x506401ef, 0x13c2dbe4, 0x0cbe9c0d}},
    {digits, more_digits, {0xa516e7d6, 0x8357ad74, 0x5b59b3ec, 0x8763fff3}},
    {ones, {~0U, ~0U, 0, 0}, {0xbb3743b1, 0x9f635551, 0xecbc87fc, 0xa19478a9}}};

using Write = void(std::uint64_t, std::uint64_t, Draws const&, std::uint32_t*);

template <class Visit>
void for_each_set(Visit const& visit) {
  for (InstructionSet const set :
       {InstructionSet::baseline, InstructionSet::avx2, InstructionSet::avx512}) {
    if (!is_available(set)) continue;
    Asked const asked(name_of(set));
    visit(name_of(set));
  }
}

Draws draws_of(Block const& counter, Block const& key) {
  return {.draw = counter[2],
          .stream = counter[3],
          .key = {key[0], key[1], key[2], key[3]}};
}

/// Those of the blocks [begin, begin + count).
std::vector<Block> blocks(Write* write, std::uint64_t begin, std::size_t count,
                          Draws const& draws) {
  std::vector<std::uint32_t> words(4 * count);
  write(begin, begin + count, draws, words.data());
  std::vector<Block> found(count);
  for (std::size_t i = 0; i < words.size(); ++i) found[i / 4][i % 4] = words[i];
  return found;
}

/// In the first lane, the last one, and among those that fill no vector.
void expect_known(Write* write, KnownAnswer const& known, std::string const& where) {
  std::uint64_t const index = known.counter[0] | std::uint64_t{known.counter[1]} << 32U;
  for (std::uint64_t const before : {0U, 31U, 33U}) {
    // All blocks of a range have the same upper half of their index.
    if (static_cast<std::uint32_t>(index) < before) continue;
    auto const found =
        blocks(write, index - before, 35, draws_of(known.counter, known.key));
    EXPECT_EQ(found[before], known.words) << where << ", " << before;
  }
}

TEST(Generators, GiveTheKnownAnswersOfPhilox) {
  for_each_set([](std::string const& set) {
    auto* const ten = ASSAY_DRAWING_BODY(random_words::write, Generator::philox4x32_10);
    auto* const seven =
        ASSAY_DRAWING_BODY(random_words::write, Generator::philox4x32_7);
    for (auto const& known : of_philox_10) expect_known(ten, known, set + ", 10");
    for (auto const& known : of_philox_7) expect_known(seven, known, set + ", 7");
  });
}

#if defined(__x86_64__)
TEST(Generators, GiveTheKnownAnswersOfArs) {
  if (!available_aes().narrow) GTEST_SKIP() << "this CPU has no AES instructions";
  for_each_set([](std::string const& set) {
    auto* const write =
        ASSAY_CHOSEN_BODY(chosen_with_aes, random_words::write, Ars<10>);
    for (auto const& known : of_ars_10) expect_known(write, known, set);
  });
}

TEST(Generators, EqualArsOfFiveRoundsByTheBook) {
  for (auto const& known : of_ars_10) {
    ASSERT_EQ(ars_by_the_book(known.counter, known.key, 10), known.words);
  }
  if (!available_aes().narrow) GTEST_SKIP() << "this CPU has no AES instructions";
  for_each_set([](std::string const& set) {
    auto const found = blocks(ASSAY_DRAWING_BODY(random_words::write, Generator::ars_5),
                              7, 67, draws_of(digits, more_digits));
    for (std::uint32_t i = 0; i < found.size(); ++i) {
      Block const counter = {i + 7, 0, digits[2], digits[3]};
      EXPECT_EQ(found[i], ars_by_the_book(counter, more_digits, 5)) << set << ", " << i;
    }
  });
}
#endif

TEST(Generators, AreRefusedWithoutTheInstructions) {
  EXPECT_THAT([] { with_aes(InstructionSet::avx2, {}); },
              ThrowsMessage<std::runtime_error>(HasSubstr(
                  "'ars-5' needs AES instructions, which this CPU or build")));
  EXPECT_THAT([] { has_7_rounds(Generator::ars_5); },
              ThrowsMessage<std::runtime_error>(
                  HasSubstr("'ars-5' needs AES instructions, which no device has")));
}

TEST(Generators, RunOnNarrowerVectorsWhereOnlyThoseHaveAes) {
  AesInstructions const narrow = {.narrow = true, .wide = false};
  EXPECT_EQ(with_aes(InstructionSet::avx512, narrow), InstructionSet::avx2);
  EXPECT_EQ(with_aes(InstructionSet::baseline, narrow), InstructionSet::baseline);
  AesInstructions const both = {.narrow = true, .wide = true};
  EXPECT_EQ(with_aes(InstructionSet::avx512, both), InstructionSet::avx512);
}

/// Whether its ranges can be cut: the lattice of ising depends on all samples.
bool is_cut(Sample const& s) { return std::string(s.kernel) != "ising"; }

class OfKernels : public testing::TestWithParam<char const*> {
 protected:
  void SetUp() override {
    if (GetParam() == std::string("ars-5") && !available_aes().narrow) {
      GTEST_SKIP() << "this CPU has no AES instructions";
    }
  }

  static Tally tallies_of(Sample const& s, std::uint64_t begin, std::uint64_t end) {
    auto parameters = s.parameters;
    parameters["generator"] = GetParam();
    return tallies(s.kernel, begin, end, parameters);
  }
};

TEST_P(OfKernels, GivesTheSameTalliesWithEverySetOfInstructions) {
  for (Sample const& s : uneven_samples()) {
    Tally const fastest = tallies_of(s, s.begin, s.end);
    ASSERT_FALSE(fastest.empty());
    for_each_set([&](std::string const& set) {
      EXPECT_EQ(tallies_of(s, s.begin, s.end), fastest) << s.kernel << ", " << set;
    });
  }
}

TEST_P(OfKernels, GivesTheSameTalliesHoweverTheyAreSplit) {
  for (Sample const& s : uneven_samples()) {
    if (!is_cut(s)) continue;
    Tally const whole = tallies_of(s, s.begin, s.end);
    for (std::uint64_t const cut : {s.begin + 1, (s.begin + s.end) / 2 + 1}) {
      EXPECT_EQ(tallies_of(s, s.begin, cut) + tallies_of(s, cut, s.end), whole)
          << s.kernel << " at " << cut;
    }
  }
}

TEST_P(OfKernels, GivesOtherTalliesThanTheDefault) {
  for (Sample const& s : uneven_samples()) {
    Tally const by_default = tallies(s.kernel, s.begin, s.end, s.parameters);
    bool const is_default = GetParam() == std::string("philox4x32-10");
    EXPECT_EQ(tallies_of(s, s.begin, s.end) == by_default, is_default) << s.kernel;
  }
}

INSTANTIATE_TEST_SUITE_P(Each, OfKernels,
                         testing::Values("philox4x32-10", "philox4x32-7", "ars-5"),
                         [](auto const& one) {
                           std::string name = one.param;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace assay
