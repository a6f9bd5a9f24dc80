// SPDX-License-Identifier: Apache-2.0
// Stands between a launcher that cannot bind and a program: binds each rank to cores of
// its own on its node, and becomes the program.
#include <string>

#include "common/cpus.hpp"
#include "common/share_of_node.hpp"

namespace assay {
namespace {

std::string bind_to_cores(int number_on_node, int cores_per_rank) {
  auto const offered = cpus_of_this_thread();
  auto const own = cpus_of_rank(number_on_node, cores_per_rank, offered);
  if (!own) return "the CPUs " + cpu_list(offered) + " have too few cores";
  bind_this_thread(*own);
  return {};
}

}  // namespace
}  // namespace assay

int main(int argc, char** argv) {
  return assay::give_share(argc, argv, assay::bind_to_cores);
}
