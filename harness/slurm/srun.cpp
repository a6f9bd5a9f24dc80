// SPDX-License-Identifier: Apache-2.0
// What the srun of this installation can do, found out once.
#include "srun.hpp"

#include <set>
#include <sstream>

namespace assay {

std::string choose_mpi_plugin(std::string const& list) {
  // One name a line, by releases before 22.05 behind "srun: ".
  std::istringstream words(list);
  std::set<std::string> names;
  for (std::string word; words >> word;) names.insert(word);
  for (auto const* name : {"pmix", "pmi2"}) {
    if (names.count(name) != 0) return name;
  }
  return {};
}

std::optional<Srun> observe_srun(Environment const& environment) {
  auto const answer =
      run_process({{"srun", "--mpi=list"}, environment, "/", ""}, {.timeout_s = 10});
  if (answer.ending != Ending::exited) return std::nullopt;
  auto const chosen = environment.find("SLURM_MPI_TYPE");
  if (chosen != environment.end()) return Srun{chosen->second};
  return Srun{choose_mpi_plugin(answer.output_tail)};
}

}  // namespace assay
