// SPDX-License-Identifier: Apache-2.0
#include "linked_libraries.hpp"

#include <elf.h>
#include <link.h>

#include <cstddef>
#include <fstream>
#include <optional>
#include <string_view>

#include "os/process.hpp"

namespace assay {
namespace {

template <typename Header>
std::optional<Header> header_at(std::istream& in, std::size_t place) {
  Header header{};
  in.seekg(static_cast<std::streamoff>(place));
  in.read(reinterpret_cast<char*>(&header), sizeof header);
  return in ? std::optional(header) : std::nullopt;
}

/// The dynamic linker that an ELF file asks for; empty for all others. It lists what it
/// would load without running anything; ldd, a shell script, asks it too.
std::string loader_of(std::filesystem::path const& file) {
  std::ifstream in(file, std::ios::binary);
  auto const elf = header_at<ElfW(Ehdr)>(in, 0);
  if (!elf ||
      std::string_view(reinterpret_cast<char const*>(elf->e_ident), SELFMAG) != ELFMAG)
    return {};
  for (std::size_t i = 0; i < elf->e_phnum; ++i) {
    auto const part = header_at<ElfW(Phdr)>(in, elf->e_phoff + i * elf->e_phentsize);
    if (!part || part->p_type != PT_INTERP) continue;
    in.seekg(static_cast<std::streamoff>(part->p_offset));
    std::string name;
    std::getline(in, name, '\0');
    return name;
  }
  return {};
}

}  // namespace

std::string linked_libraries(std::filesystem::path const& file,
                             Environment const& environment) {
  auto const loader = loader_of(file);
  if (loader.empty()) return {};
  return run_process({{loader, "--list", file.string()}, environment, "/", ""},
                     {.timeout_s = 10})
      .output_tail;
}

}  // namespace assay
