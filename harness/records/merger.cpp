// SPDX-License-Identifier: Apache-2.0
// Decides on decoded lines.
#include "merger.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay {
namespace {

/// Equal for lines that say the same; empty for kinds that are not taken over.
struct Identity {
  std::string operator()(Record const& record) const {
    auto const* const kind = record.kind == Record::Kind::record ? "record" : "probe";
    return fmt::format("{} {}", kind, record.identity());
  }
  std::string operator()(Stop const& stop) const {
    return fmt::format("stop {} {} {}", stop.point, to_string(stop.reason),
                       stop.launches);
  }
  std::string operator()(ManifestLine const& manifest) const {
    return "manifest " + manifest.id;
  }
  std::string operator()(SharedLine const&) const { return {}; }
  std::string operator()(StudyLine const&) const { return {}; }
  std::string operator()(OtherLine const&) const { return {}; }
  std::string operator()(UnreadableLine const&) const { return {}; }
};

std::string launch_of(Record const& record) {
  return fmt::format("{} {}", record.id.point, record.id.launch);
}

Record const* good_record(JournalLine const& line) {
  auto const* record = std::get_if<Record>(&line);
  return record != nullptr && record->is_good() ? record : nullptr;
}

}  // namespace

void Merger::know(JournalLine const& line) {
  auto key = std::visit(Identity{}, line);
  if (!key.empty()) known_.insert(std::move(key));
  if (auto const* record = good_record(line)) {
    auto& attempt = good_[launch_of(*record)];
    attempt = std::max(attempt, record->id.attempt);
  }
}

bool Merger::take(JournalLine const& line) {
  auto const key = std::visit(Identity{}, line);
  if (key.empty() || known_.count(key) != 0) return false;
  auto const* record = good_record(line);
  if (record != nullptr) {
    auto const good = good_.find(launch_of(*record));
    if (good != good_.end() && record->id.attempt <= good->second) return false;
  }
  know(line);
  return true;
}

}  // namespace assay
