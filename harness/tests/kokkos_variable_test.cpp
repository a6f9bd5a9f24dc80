// SPDX-License-Identifier: Apache-2.0
#include "site/kokkos_variable.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "execute/witness_files.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

class KokkosVariable : public testing::Test {
 protected:
  std::string of_file_with(std::string const& text) {
    auto const file = (scratch_ / "app").string();
    std::ofstream(file) << text;
    return kokkos_variable({file}, {});
  }

  Scratch scratch_;
};

TEST_F(KokkosVariable, IsThatOfTodayWhereNothingIsKnown) {
  EXPECT_EQ(of_file_with("no Kokkos"), "KOKKOS_TOOLS_LIBS");
  EXPECT_EQ(kokkos_variable({}, {}), "KOKKOS_TOOLS_LIBS");
  EXPECT_EQ(kokkos_variable({"/nonexistent"}, {}), "KOKKOS_TOOLS_LIBS");
}

TEST_F(KokkosVariable, IsTheFormerOneWhereThatAloneIsKnown) {
  EXPECT_EQ(of_file_with("..KOKKOS_PROFILE_LIBRARY.."), "KOKKOS_PROFILE_LIBRARY");
  EXPECT_EQ(of_file_with("..KOKKOS_PROFILE_LIBRARY..KOKKOS_TOOLS_LIBS.."),
            "KOKKOS_TOOLS_LIBS");
}

TEST_F(KokkosVariable, IsFoundAcrossTheBlocksOfAFile) {
  std::string const megabyte(std::size_t{1} << 20, 'x');
  for (std::size_t kept = 1; kept < 22; ++kept)
    EXPECT_EQ(of_file_with(megabyte.substr(kept) + "KOKKOS_PROFILE_LIBRARY" + megabyte),
              "KOKKOS_PROFILE_LIBRARY")
        << kept;
}

TEST(EnergyOfNodes, IsCountedWhereAMetricAsksForIt) {
  AttemptSpec spec;
  spec.witness = "/lib/witness.so";
  Program program;
  program.readings.metrics = {
      {"m", Metric::Source::witness, "peak_memory", "GiB", {}, Which::sum}};
  auto const variables = [&] {
    spec.point.program = std::make_shared<Program const>(program);
    std::map<std::string, std::string> environment;
    add_witness(environment, spec, "n");
    return environment;
  };
  EXPECT_FALSE(variables().contains("ASSAY_WITNESS_POWERCAP"));
  program.readings.metrics[0].text = "energy";
  EXPECT_EQ(variables().at("ASSAY_WITNESS_POWERCAP"), "/sys/class/powercap");
}

TEST(KokkosTool, IsTheWitnessUnlessTheStudyHasItsOwn) {
  AttemptSpec spec;
  spec.witness = "/lib/witness.so";
  std::map<std::string, std::string> environment;
  add_witness(environment, spec, "n");
  EXPECT_EQ(environment.at("KOKKOS_TOOLS_LIBS"), "/lib/witness.so");
  EXPECT_FALSE(environment.contains("KOKKOS_PROFILE_LIBRARY"));
  spec.kokkos_variable = "KOKKOS_PROFILE_LIBRARY";
  for (auto const* own : {"KOKKOS_TOOLS_LIBS", "KOKKOS_PROFILE_LIBRARY"}) {
    environment = {{own, "/opt/tool.so"}};
    add_witness(environment, spec, "n");
    EXPECT_EQ(environment.at(own), "/opt/tool.so");
    EXPECT_EQ(environment.count("KOKKOS_TOOLS_LIBS") +
                  environment.count("KOKKOS_PROFILE_LIBRARY"),
              1U);
  }
}

}  // namespace
}  // namespace assay
