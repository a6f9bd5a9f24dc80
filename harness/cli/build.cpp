// SPDX-License-Identifier: Apache-2.0
// assay build: the workers of an installation that came without them, as a wheel does.
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "commands.hpp"
#include "os/errors.hpp"
#include "site/project_directory.hpp"
#include "site/workers.hpp"

namespace assay {
namespace {

void build() {
  auto const place = worker_directory();
  if (place != worker_build_directory() / "bin" && !built_backends().empty())
    throw UsageError(fmt::format("the workers are in {} already", place.string()));
  auto const script = project_directory() / "bootstrap" / "workers.sh";
  execlp("bash", "bash", script.c_str(), worker_build_directory().c_str(), nullptr);
  throw EnvironmentError(fmt::format("cannot start bash: {}", std::strerror(errno)));
}

}  // namespace

void add_build(CLI::App& app) {
  auto* command =
      app.add_subcommand("build", "Compile the workers of kernels, if none are there");
  command->footer(
      "Example:\n  assay build\n\n"
      "Takes the MPI and the Kokkos there are, or builds a Kokkos; the sources came\n"
      "with assay. Programs are measured without.");
  command->callback(build);
}

}  // namespace assay
