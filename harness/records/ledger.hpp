// SPDX-License-Identifier: Apache-2.0
// What a study remembers, behind one way to write it down.
#pragma once

#include <string>
#include <vector>

#include "common/json.hpp"
#include "history.hpp"
#include "journal.hpp"
#include "node_health.hpp"

namespace assay {

/// The journal with what it says of each point and of the nodes: what is appended to
/// one is known to all.
class Ledger {
 public:
  /// Takes what earlier runs wrote. `job`: id of the job whose nodes are judged.
  /// `journal` outlives it.
  Ledger(Journal& journal, std::string job);

  /// Throws StorageError.
  void append(Json line);

  /// One synchronisation for all of them.
  void append_all(std::vector<Json> lines);

  History const& history() const { return history_; }
  NodeHealth const& nodes() const { return nodes_; }

 private:
  void know(JournalLine const& line);

  Journal& journal_;
  LineReader reader_;
  NodeHealth nodes_;
  History history_;
};

}  // namespace assay
