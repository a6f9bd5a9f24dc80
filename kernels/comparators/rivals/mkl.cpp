// SPDX-License-Identifier: Apache-2.0
// libmkl_rt.so by dlopen, one thread of it; the four functions as Intel documents them
// for integers of 32 bits.
#include "mkl.hpp"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <vector>

#include "common/first_line.hpp"

namespace assay::mkl {
namespace {

struct Library {
  int (*new_stream)(void** state, int basic, unsigned seed) = nullptr;
  int (*delete_stream)(void** state) = nullptr;
  int (*uniform_bits_32)(int method, void* state, int count,
                         std::uint32_t* words) = nullptr;

  bool is_here() const { return uniform_bits_32 != nullptr; }
};

/// $ASSAY_MKL, or what the loader finds, or what `pip install mkl` has put beside the
/// interpreter that the build recorded.
std::vector<std::string> places() {
  if (char const* const chosen = std::getenv("ASSAY_MKL")) return {chosen};
  std::filesystem::path const python = first_line_of(ASSAY_SOURCE_DIR "/build/python");
  auto const beside = python.parent_path().parent_path() / "lib";
  std::vector<std::string> names;
  for (char const* const version : {"", ".3", ".2", ".1"}) {
    std::string const name = std::string("libmkl_rt.so") + version;
    names.push_back(name);
    if (!python.empty()) names.push_back(beside / name);
  }
  return names;
}

template <class Function>
void find(void* library, char const* name, Function*& function) {
  function = reinterpret_cast<Function*>(dlsym(library, name));
}

Library open_first() {
  for (std::string const& place : places()) {
    void* const library = dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) continue;
    int (*set_layer)(int) = nullptr;
    find(library, "MKL_Set_Threading_Layer", set_layer);
    if (set_layer != nullptr) set_layer(1);  // sequential
    Library found;
    find(library, "vslNewStream", found.new_stream);
    find(library, "vslDeleteStream", found.delete_stream);
    find(library, "viRngUniformBits32", found.uniform_bits_32);
    return found;
  }
  return {};
}

Library const& library() {
  static Library const opened = open_first();
  return opened;
}

void check(int status, char const* what) {
  if (status == 0) return;
  throw std::runtime_error(std::string("oneMKL: ") + what + " failed with " +
                           std::to_string(status));
}

}  // namespace

std::string missing() {
  if (library().is_here()) return {};
  return "no oneMKL here: pip install mkl, or name libmkl_rt.so in $ASSAY_MKL";
}

Stream::Stream(Basic basic, std::uint64_t seed) {
  if (auto const reason = missing(); !reason.empty()) throw std::runtime_error(reason);
  check(library().new_stream(&state_, static_cast<int>(basic),
                             static_cast<unsigned>(seed)),
        "vslNewStream");
}

Stream::~Stream() { library().delete_stream(&state_); }

void Stream::draw(std::uint32_t* words, std::size_t count) {
  check(library().uniform_bits_32(0, state_, static_cast<int>(count), words),
        "viRngUniformBits32");
}

}  // namespace assay::mkl
