// SPDX-License-Identifier: Apache-2.0
// Rounds -> lines of JSON.
#include "laps.hpp"

#include <stdexcept>

#include "common/json.hpp"
#include "generated/build_info.hpp"
#include "processor.hpp"

namespace assay {
namespace {

Json to_json(Contestant const& who, Lap const& lap) {
  Json line = {{"subject", who.subject},
               {"threads", who.threads},
               {"samples", lap.samples},
               {"time_s", lap.time_s}};
  if (!who.instruction_set.empty()) line["instruction_set"] = who.instruction_set;
  return line;
}

}  // namespace

LapsFile::LapsFile(std::string const& name) {
  if (name.empty()) return;
  file_.open(name);
  if (!file_) throw std::runtime_error("cannot write '" + name + "'");
  file_ << to_text(Json{{"processor", processor()},
                        {"date", today_utc()},
                        {"load", load()},
                        {"compiler", build_info::compiler},
                        {"flags", build_info::flags}})
        << "\n";
}

void LapsFile::write(Goal const& goal, Rounds const& rounds) {
  if (!file_.is_open()) return;
  auto contestants = goal.above;
  contestants.insert(contestants.end(), goal.below.begin(), goal.below.end());
  for (std::size_t round = 0; round < rounds.size(); ++round) {
    for (std::size_t i = 0; i < contestants.size(); ++i) {
      Json line = to_json(contestants[i], rounds[round][i]);
      line["what"] = goal.what;
      line["round"] = round + 1;
      file_ << to_text(line) << "\n";
    }
  }
  file_.flush();
}

}  // namespace assay
