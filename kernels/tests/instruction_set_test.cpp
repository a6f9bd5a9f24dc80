// SPDX-License-Identifier: Apache-2.0
// The kernels give the same tallies with every set of instructions that this CPU has.
#include "lanes/instruction_set.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <stdexcept>

#include "kernel_fixture.hpp"

namespace assay {
namespace {

constexpr InstructionSet every[] = {InstructionSet::baseline, InstructionSet::avx2,
                                    InstructionSet::avx512};

/// Asks for these instructions as a user does, until the end of the scope.
class Asked {
 public:
  explicit Asked(std::string const& name) {
    ::setenv("ASSAY_INSTRUCTION_SET", name.c_str(), 1);
  }
  ~Asked() { ::unsetenv("ASSAY_INSTRUCTION_SET"); }
  Asked(Asked const&) = delete;
  Asked& operator=(Asked const&) = delete;
};

struct Sample {
  char const* kernel;
  std::uint64_t begin, end;
  ParameterValues parameters;
};

/// Ranges that begin and end within a block, a vector and a chunk.
Sample const samples[] = {
    {"pi", 3, 200'006, {}},
    {"pi", (1ULL << 33U) - 70'001, (1ULL << 33U) + 70'002, {}},
    {"pi", 3, 70'006, {{"coordinate_bits", "53"}}},
    {"option", 5, 40'004, {}},
    {"histogram", 2, 70'003, {{"bins", std::int64_t{777}}}},
    {"histogram", 2, 70'003, {{"bins", std::int64_t{300'001}}}},
    {"lookup", 3, 70'001, {{"table_bytes", std::int64_t{8008}}}},
    {"lookup", 3, 70'001, {{"table_bytes", std::int64_t{3'000'008}}}},
    {"fill", 1, 70'002, {{"array_bytes", std::int64_t{48'016}}}},
    {"fill", 1, 300'002, {{"array_bytes", std::int64_t{3'000'016}}}},
    {"transport", 1, 9002, {}},
    {"ising", 0, 50'003, {{"columns", std::int64_t{104}}}},
};

TEST(InstructionSets, GiveTheSameTallies) {
  for (Sample const& s : samples) {
    for (InstructionSet const set : every) {
      if (!is_available(set)) continue;
      Tally const fastest = tallies(s.kernel, s.begin, s.end, s.parameters);
      Asked const asked(name_of(set));
      EXPECT_EQ(tallies(s.kernel, s.begin, s.end, s.parameters), fastest)
          << s.kernel << " with " << name_of(set);
    }
  }
}

TEST(InstructionSets, AreTheLastAvailableUnlessAskedFor) {
  InstructionSet last = InstructionSet::baseline;
  for (InstructionSet const set : every) {
    if (!is_available(set)) continue;
    last = set;
    Asked const asked(name_of(set));
    EXPECT_EQ(chosen_instruction_set(), set);
  }
  EXPECT_EQ(chosen_instruction_set(), last);
}

TEST(InstructionSets, NameThoseThereAreWhereOneIsNot) {
  Asked const asked("avx1024");
  EXPECT_THAT([] { chosen_instruction_set(); },
              testing::ThrowsMessage<std::runtime_error>(testing::AllOf(
                  testing::HasSubstr("'avx1024', which this CPU or build does not"),
                  testing::HasSubstr("baseline"))));
}

}  // namespace
}  // namespace assay
