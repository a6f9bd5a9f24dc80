// SPDX-License-Identifier: Apache-2.0
#include "noise_of.hpp"

namespace assay {

std::vector<Noise> noise_of(Evidence const& evidence, Judgement const& judgement) {
  std::vector<Noise> nodes;
  if (judgement.result) nodes = judgement.result->noise_by_node;
  if (evidence.process.noise) nodes.push_back(*evidence.process.noise);
  return nodes;
}

}  // namespace assay
