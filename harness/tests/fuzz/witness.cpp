// SPDX-License-Identifier: Apache-2.0
// What the witness in a program left: one text a process.
#include "judge/witness.hpp"

#include "judge/checks.hpp"
#include "pieces.hpp"
#include "targets.hpp"

namespace assay::fuzz {

void witness(std::string_view text) {
  auto const texts = pieces_of(text, 2);
  Evidence evidence;
  evidence.requested.ranks = 2;
  evidence.requested.kernel = "app";
  evidence.nonce = "abc";
  evidence.process.ending = Ending::exited;
  evidence.witnessed = read_witness(texts, evidence.nonce);
  check_witness(evidence);
  check_executable(evidence);
  for (auto const* process : ranks_of(*evidence.witnessed)) {
    threads_at_work(*process);
    cpus_at_work(*process);
  }
  to_text(to_json(*evidence.witnessed));
}

}  // namespace assay::fuzz
