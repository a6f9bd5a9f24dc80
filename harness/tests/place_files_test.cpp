// SPDX-License-Identifier: Apache-2.0
// Of places that processes wrote, and of what anybody else may have written there.
#include "execute/place_files.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "common/place.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

std::string file_of(int rank, Place const& place) {
  return to_text({{"rank", rank}, {"place", place_json(place)}});
}

class PlaceFiles : public testing::Test {
 protected:
  void write(std::string const& name, std::string const& text) const {
    create_directories(place_directory(scratch_.path()));
    std::ofstream(place_directory(scratch_.path()) / name, std::ios::binary) << text;
  }
  std::optional<std::string> result() const {
    return result_of_places(scratch_.path(), Point{}, "nonce");
  }

  Scratch scratch_;
};

TEST_F(PlaceFiles, AreAWorldInTheOrderOfRanks) {
  EXPECT_FALSE(result());
  Place place{
      .host = "far", .slurm_node = "", .pid = 2, .cores = 1, .thread_cpus = {{5}}};
  place.offered = {4, 5};
  place.offered_cores = CpuSet{4};
  write("far.2.place", file_of(1, place));
  place.pid = 1;
  write("far.1.place", file_of(0, place));
  auto const world = parse_json(result().value()).at("world");
  EXPECT_EQ(world.at("by_rank").at(0).at("pid"), 1);
  EXPECT_EQ(world.at("by_rank").at(1).at("cpus"), "5");
  EXPECT_EQ(world.at("by_node").at(0).at("cores"), 1);
}

TEST_F(PlaceFiles, OfThousandsOfCpusAreRead) {
  CpuSet cpus;
  for (int cpu = 0; cpu < 8192; ++cpu) cpus.insert(cpu);
  write("far.1.place", file_of(0, {.host = "far",
                                   .slurm_node = "",
                                   .pid = 1,
                                   .cores = 8192,
                                   .thread_cpus = {cpus},
                                   .core_cpus = cpus,
                                   .offered = cpus,
                                   .offered_cores = cpus}));
  EXPECT_NE(result().value_or(""), "");
}

TEST_F(PlaceFiles, ThatNestWithoutEndAreRefused) {
  constexpr std::size_t deep = 100'000;
  auto const nested = std::string(deep, '[') + std::string(deep, ']');
  for (auto const& text :
       {std::string(std::size_t{1} << 20, '\x81'), std::string(deep, '\x81'),
        std::string(deep, '['), nested, R"({"rank":0,"place":)" + nested + "}",
        std::string("7"), std::string()}) {
    write("far.1.place", text);
    EXPECT_EQ(result().value_or(""), "");
  }
}

}  // namespace
}  // namespace assay
