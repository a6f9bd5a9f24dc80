// SPDX-License-Identifier: Apache-2.0
#include "share_of_node.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "devices_of_rank.hpp"
#include "exit_codes.hpp"
#include "launcher_rank.h"

namespace assay {
namespace {

std::string give_by_number(int each, GiveShare give) {
  auto number = number_on_node();
  if (!number && rank_told_by_launcher() == nullptr) number = 0;  // no launcher
  if (!number) return "the launcher tells no rank its number on its node";
  auto const lacks = give(*number, each);
  if (lacks.empty()) return {};
  return lacks + " for rank " + std::to_string(*number) + " of the node, with " +
         std::to_string(each) + " each";
}

}  // namespace

int give_share(int argc, char** argv, GiveShare give) {
  int const each = argc > 2 ? std::atoi(argv[1]) : 0;
  if (each < 1) {
    std::fprintf(stderr, "usage: %s EACH PROGRAM [WORDS]\n", argv[0]);
    return 2;
  }
  if (auto const why = give_by_number(each, give); !why.empty()) {
    std::fprintf(stderr, "unavailable: %s\n", why.c_str());
    return exit_unavailable;
  }
  execvp(argv[2], argv + 2);
  std::fprintf(stderr, "%s: cannot start %s: %s\n", argv[0], argv[2],
               std::strerror(errno));
  return errno == ENOENT ? 127 : 126;
}

}  // namespace assay
