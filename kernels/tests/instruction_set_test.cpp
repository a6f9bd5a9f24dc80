// SPDX-License-Identifier: Apache-2.0
// The kernels give the same tallies with every set of instructions that this CPU has.
#include "lanes/instruction_set.hpp"

#include <gmock/gmock.h>

#include <stdexcept>
#include <vector>

#include "instruction_sets.hpp"
#include "kernel_fixture.hpp"

namespace assay {
namespace {

constexpr InstructionSet every[] = {InstructionSet::baseline, InstructionSet::avx2,
                                    InstructionSet::avx512};

std::vector<Sample> samples() {
  auto all = uneven_samples();
  all.push_back({"lookup", 3, 70'001, {{"table_bytes", std::int64_t{3'000'008}}}});
  all.push_back({"fill", 1, 300'002, {{"array_bytes", std::int64_t{3'000'016}}}});
  return all;
}

TEST(InstructionSets, GiveTheSameTallies) {
  for (Sample const& s : samples()) {
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
