// SPDX-License-Identifier: Apache-2.0
// Stands between a launcher and a program: gives each rank the devices of its own on
// its node, and becomes the program.
#include <cstdlib>
#include <optional>
#include <string>

#include "common/devices_of_rank.hpp"
#include "common/share_of_node.hpp"

namespace assay {
namespace {

std::optional<std::string> value_of(char const* variable) {
  char const* const value = std::getenv(variable);
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::string give_devices(int number_on_node, int devices_per_rank) {
  for (auto const* variable : device_variables()) {
    auto const offered = value_of(variable);
    auto const own = devices_of_rank(number_on_node, devices_per_rank, offered);
    if (!own) return std::string(variable) + "=" + *offered + " has too few";
    setenv(variable, own->c_str(), 1);
  }
  return {};
}

}  // namespace
}  // namespace assay

int main(int argc, char** argv) {
  return assay::give_share(argc, argv, assay::give_devices);
}
