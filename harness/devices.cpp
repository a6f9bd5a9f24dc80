// SPDX-License-Identifier: Apache-2.0
// Stands between a launcher and a program: gives each rank the devices of its own on
// its node, and becomes the program.
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>

#include "common/devices_of_rank.hpp"
#include "common/exit_codes.hpp"
#include "common/launcher_rank.h"

namespace assay {
namespace {

std::optional<std::string> value_of(char const* variable) {
  char const* const value = std::getenv(variable);
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

/// Says why a rank cannot have its devices; empty where it has them.
std::string give(int devices_per_rank) {
  auto number = number_on_node();
  if (!number && rank_told_by_launcher() == nullptr) number = 0;  // no launcher
  if (!number) return "the launcher tells no rank its number on its node";
  for (auto const* variable : device_variables()) {
    auto const offered = value_of(variable);
    auto const own = devices_of_rank(*number, devices_per_rank, offered);
    if (!own)
      return std::string(variable) + "=" + *offered + " has too few for rank " +
             std::to_string(*number) + " of the node, with " +
             std::to_string(devices_per_rank) + " each";
    setenv(variable, own->c_str(), 1);
  }
  return {};
}

}  // namespace
}  // namespace assay

int main(int argc, char** argv) {
  int const devices_per_rank = argc > 2 ? std::atoi(argv[1]) : 0;
  if (devices_per_rank < 1) {
    std::fprintf(stderr, "usage: assay-devices DEVICES_PER_RANK PROGRAM [WORDS]\n");
    return 2;
  }
  if (auto const why = assay::give(devices_per_rank); !why.empty()) {
    std::fprintf(stderr, "unavailable: %s\n", why.c_str());
    return assay::exit_unavailable;
  }
  execvp(argv[2], argv + 2);
  std::fprintf(stderr, "assay-devices: cannot start %s: %s\n", argv[2],
               std::strerror(errno));
  return errno == ENOENT ? 127 : 126;
}
