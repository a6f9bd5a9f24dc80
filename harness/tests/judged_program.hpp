// SPDX-License-Identifier: Apache-2.0
// A program that ended well under a launcher that is as it should be.
#pragma once

#include "judge/judge_program.hpp"

namespace assay::test {

inline Json good_probe(int ranks = 1) {
  auto by_rank = Json::array();
  for (int rank = 0; rank < ranks; ++rank)
    by_rank.push_back({{"node", 0}, {"cpus", std::to_string(rank)}, {"cores", 1}});
  return {{"schema", 1},
          {"nonce", "of the probe"},
          {"world", {{"ranks", ranks}, {"nodes", 1}, {"by_rank", std::move(by_rank)}}},
          {"measurements", Json::array()}};
}

/// Of one launch of `program` that printed `output`.
inline Judgement judged_program(Program const& program, Evidence& evidence,
                                std::string const& output) {
  evidence.requested.kernel = "app";
  evidence.requested.samples = 1;
  evidence.requested.repetitions = 1;
  evidence.requested.program = std::make_shared<Program const>(program);
  OutputSearch search(program.readings);
  search.add(Stream::output, output);
  evidence.printed = search.end();
  return judge_program(
      evidence,
      *result_from(good_probe(evidence.requested.ranks), "of the probe").result);
}

}  // namespace assay::test
