// SPDX-License-Identifier: Apache-2.0
// What the srun of this installation can do, found out once.
#include "srun.hpp"

#include <set>
#include <sstream>

#include "question.hpp"

namespace assay {

Srun choose_mpi_plugins(std::string const& list) {
  // One name a line, by releases before 22.05 behind "srun: ".
  std::istringstream words(list);
  std::set<std::string> names;
  for (std::string word; words >> word;) names.insert(word);
  auto const first_of = [&](std::string const& one, std::string const& other) {
    return names.contains(one) ? one : names.contains(other) ? other : "";
  };
  return {first_of("pmix", "pmi2"), first_of("pmi2", "pmix")};
}

std::optional<Srun> observe_srun(Environment const& environment) {
  auto const answer = answer_to({.words = {"srun", "--mpi=list"},
                                 .limit_s = 10,
                                 .what = "by which plugins it starts ranks",
                                 .instead = "mpiexec starts them"},
                                environment);
  if (!answer) return std::nullopt;
  auto const chosen = environment.find("SLURM_MPI_TYPE");
  if (chosen != environment.end()) return Srun{chosen->second, chosen->second};
  return choose_mpi_plugins(*answer);
}

}  // namespace assay
