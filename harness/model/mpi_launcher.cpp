// SPDX-License-Identifier: Apache-2.0
// Launchers and libraries name themselves; their words are matched, nothing is guessed.
#include "mpi_launcher.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "text/lines.hpp"

namespace assay {
namespace {

bool contains(std::string const& text, char const* part) {
  return text.find(part) != std::string::npos;
}

// Hydra prints a table, with the version on the second line.
std::string hydra_version(std::string const& text) {
  auto const label = text.find("Version:");
  if (label == std::string::npos) return "HYDRA";
  auto const begin = text.find_first_not_of(" \t", label + 8);
  if (begin == std::string::npos) return "HYDRA";
  return "HYDRA " + text.substr(begin, text.find('\n', begin) - begin);
}

/// The first number of the first version in `text`; 0 without one.
int major_release(std::string const& text) {
  auto const is_digit = [&](std::size_t at) {
    return at < text.size() && text[at] >= '0' && text[at] <= '9';
  };
  for (auto dot = text.find('.'); dot != text.npos; dot = text.find('.', dot + 1)) {
    if (dot == 0 || !is_digit(dot - 1) || !is_digit(dot + 1)) continue;
    auto begin = dot - 1;
    while (begin > 0 && is_digit(begin - 1)) --begin;
    return std::atoi(text.c_str() + begin);
  }
  return 0;
}

}  // namespace

std::string_view name_of(MpiFamily family) {
  switch (family) {
    case MpiFamily::open_mpi:
      return "Open MPI";
    case MpiFamily::mpich:
      return "MPICH";
    case MpiFamily::intel:
      return "Intel MPI";
    default:
      return "an MPI that is not known";
  }
}

MpiLauncher parse_mpi_launcher(std::string const& program, std::string const& text) {
  // 4.1 calls itself OpenRTE, 5 Open MPI.
  if (contains(text, "(OpenRTE)") || contains(text, "(Open MPI)")) {
    return {program, MpiFamily::open_mpi, first_line(text)};
  }
  if (contains(text, "Intel(R) MPI")) {
    return {program, MpiFamily::intel, first_line(text)};
  }
  if (contains(text, "HYDRA")) {
    return {program, MpiFamily::mpich, hydra_version(text)};
  }
  return {program, MpiFamily::unknown, first_line(text)};
}

bool cannot_bind(std::string const& text) {
  constexpr std::string_view label = "Topology libraries available:";
  auto const at = text.find(label);
  if (at == std::string::npos) return false;
  auto const list = text.substr(at + label.size());
  return first_line(list).find_first_not_of(" \t\r") == std::string::npos;
}

MpiFamily family_of_library(std::string const& library) {
  if (contains(library, "Open MPI")) return MpiFamily::open_mpi;
  if (contains(library, "Intel(R) MPI")) return MpiFamily::intel;
  for (auto const* name : {"MPICH", "MVAPICH"}) {
    if (contains(library, name)) return MpiFamily::mpich;
  }
  return MpiFamily::unknown;
}

bool is_their_own(MpiLauncher const& launcher,
                  std::vector<LinkedWorker> const& workers) {
  return std::all_of(workers.begin(), workers.end(), [&](LinkedWorker const& one) {
    auto const family = family_of_library(one.library);
    return family == MpiFamily::unknown || launcher.family == MpiFamily::unknown ||
           (family == launcher.family &&
            major_release(one.library) == major_release(launcher.version));
  });
}

bool understand_each_other(MpiFamily one, MpiFamily other) {
  if (one == MpiFamily::unknown || other == MpiFamily::unknown) return true;
  return (one == MpiFamily::open_mpi) == (other == MpiFamily::open_mpi);
}

std::string mismatch(MpiLauncher const& launcher, std::string const& worker,
                     std::string const& library) {
  auto const linked = family_of_library(library);
  if (understand_each_other(linked, launcher.family)) return {};
  return fmt::format(
      "{} is of {} ({}), but {} is linked with {}: every rank would be a world of its "
      "own. Set ASSAY_MPIEXEC to the mpiexec of {}, or build with the other MPI",
      launcher.program, name_of(launcher.family), launcher.version, worker,
      name_of(linked), name_of(linked));
}

}  // namespace assay
