// SPDX-License-Identifier: Apache-2.0
// Started under a launcher in a program's stead, once for each geometry: every process
// writes where it is and what its node gives. It needs no MPI, so that it serves all.
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>

#include "common/exit_codes.hpp"
#include "common/json.hpp"
#include "common/launcher_rank.h"
#include "common/place.hpp"

namespace assay {
namespace {

int own_rank() {
  char const* const rank = rank_told_by_launcher();
  return rank == nullptr ? 0 : std::atoi(rank);
}

/// For somebody who asks for it through ssh.
void tell() {
  auto const place = look_around({cpus_of_this_thread()});
  std::puts(to_text(place_json(place)).c_str());
}

/// DIRECTORY/HOST.PID.place: the rank and the place, there only when it is whole.
/// Throws std::filesystem::filesystem_error.
void look(std::filesystem::path const& directory) {
  auto const place = look_around({cpus_of_this_thread()});
  auto const name = place.host + "." + std::to_string(place.pid);
  auto const half = directory / ("." + name);
  std::ofstream out(half);
  out << to_text({{"rank", own_rank()}, {"place", place_json(place)}}) << std::flush;
  if (!out) {
    throw std::filesystem::filesystem_error("cannot write", half,
                                            {errno, std::generic_category()});
  }
  std::filesystem::rename(half, directory / (name + ".place"));
}

}  // namespace
}  // namespace assay

int main(int argc, char** argv) try {
  if (argc > 2) throw std::runtime_error("usage: assay-look [DIRECTORY]");
  if (argc == 1)
    assay::tell();
  else
    assay::look(argv[1]);
  return 0;
} catch (std::filesystem::filesystem_error const& problem) {
  std::fprintf(stderr, "assay-look: %s\n", problem.what());
  return assay::exit_storage;
} catch (std::exception const& problem) {
  std::fprintf(stderr, "assay-look: %s\n", problem.what());
  return 1;
}
