// SPDX-License-Identifier: Apache-2.0
// What stands between a launcher and a program: gives each rank its share of the node,
// and becomes the program.
#pragma once

#include <string>

namespace assay {

/// Gives a rank its share, by its number on its node and how much each rank has; says
/// what is too little for it, or nothing.
using GiveShare = std::string (*)(int number_on_node, int each);

/// The whole of such a program, called as NAME EACH PROGRAM [WORDS]: returns an exit
/// code only where it does not become the program.
int give_share(int argc, char** argv, GiveShare give);

}  // namespace assay
