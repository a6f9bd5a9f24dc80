// SPDX-License-Identifier: Apache-2.0
// What was written is read back, as a run that goes on will read it.
#include "ledger.hpp"

#include <stdexcept>
#include <utility>

namespace assay {

Ledger::Ledger(Journal& journal, std::string job)
    : journal_(journal), reader_(journal.content()), nodes_(std::move(job)) {
  for (auto const& [number, text] : journal.content().lines) know(reader_.read(text));
}

void Ledger::append(Json line) {
  std::vector<Json> lines;  // a list in braces would be copied
  lines.push_back(std::move(line));
  append_all(std::move(lines));
}

void Ledger::append_all(std::vector<Json> lines) {
  for (auto const& text : journal_.append_all(std::move(lines))) {
    auto const line = reader_.read(text);
    if (auto const* unreadable = std::get_if<UnreadableLine>(&line))
      throw std::logic_error("a line of our own cannot be read: " + unreadable->why);
    know(line);
  }
}

void Ledger::know(JournalLine const& line) {
  history_.add(line);
  auto const* record = std::get_if<Record>(&line);
  if (record != nullptr && record->kind == Record::Kind::record) nodes_.add(*record);
}

}  // namespace assay
