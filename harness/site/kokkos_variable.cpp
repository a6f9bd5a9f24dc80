// SPDX-License-Identifier: Apache-2.0
// A Kokkos is part of the program, or a library that it is linked with; either holds
// the names of the variables that it reads.
#include "kokkos_variable.hpp"

#include <algorithm>
#include <fstream>
#include <functional>
#include <sstream>
#include <string_view>

#include "linked_libraries.hpp"

namespace assay {
namespace {

constexpr std::string_view early = "KOKKOS_PROFILE_LIBRARY",
                           later = "KOKKOS_TOOLS_LIBS";

/// Which of the two names stand in a file.
struct Names {
  bool early = false, later = false;
};

bool holds(std::string const& text, std::string_view word) {
  return std::search(text.begin(), text.end(),
                     std::boyer_moore_horspool_searcher(word.begin(), word.end())) !=
         text.end();
}

void look_into(std::filesystem::path const& file, Names& names) {
  constexpr std::size_t block = std::size_t{1} << 20;
  std::ifstream in(file, std::ios::binary);
  std::string text;  // the end of the block before, since a name may lie across
  while (in && !names.later) {
    auto const kept = std::min(text.size(), early.size());
    text.erase(0, text.size() - kept);
    text.resize(kept + block);
    in.read(text.data() + kept, block);
    text.resize(kept + static_cast<std::size_t>(in.gcount()));
    names.early = names.early || holds(text, early);
    names.later = holds(text, later);
  }
}

/// The library of Kokkos that a program is linked with; empty where it is with none.
std::string library_in(std::string const& ldd) {
  std::istringstream lines(ldd);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string name, arrow, path;
    words >> name >> arrow >> path;
    if (name.starts_with("libkokkoscore")) return path;
  }
  return {};
}

}  // namespace

std::string kokkos_variable(std::vector<std::string> const& files,
                            Environment const& environment) {
  Names names;
  for (auto const& file : files) {
    look_into(file, names);
    auto const library = library_in(linked_libraries(file, environment));
    if (!library.empty()) look_into(library, names);
  }
  return std::string(names.early && !names.later ? early : later);
}

}  // namespace assay
