// SPDX-License-Identifier: Apache-2.0
// What earlier launches teach about the price of a study.
#include "timing_history.hpp"

#include "journal_line.hpp"
#include "read_journal.hpp"

namespace assay {

TimingHistory timing_history_from(std::string_view journal,
                                  Catalogue const& catalogue) {
  TimingHistory timings;
  auto const raw = parse_raw(journal);
  LineReader reader(raw);
  for (auto const& [number, text] : raw.lines) {
    auto const line = reader.read(text);
    auto const* record = std::get_if<Record>(&line);
    if (record == nullptr || !record->is_good()) continue;
    auto& timed = timings.of_kernel[record->requested.kernel];
    timed.wall_s += record->wall_s;
    timed.nominal_s += nominal_launch_s(record->requested, catalogue);
  }
  return timings;
}

}  // namespace assay
