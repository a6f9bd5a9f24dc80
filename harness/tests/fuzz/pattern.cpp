// SPDX-License-Identifier: Apache-2.0
// What a study looks for in what a program printed: patterns, numbers, columns, and the
// small languages of expressions and comparisons.
#include "text/pattern.hpp"

#include <cstdlib>

#include "config/comparison.hpp"
#include "judge/csv.hpp"
#include "judge/last_words.hpp"
#include "judge/output_search.hpp"
#include "judge/printed_number.hpp"
#include "model/units.hpp"
#include "pieces.hpp"
#include "targets.hpp"
#include "text/expression.hpp"
#include "text/placeholders.hpp"

namespace assay::fuzz {
namespace {

void read_number(Hit const& hit, std::optional<char> decimal) {
  read_printed(hit.number, decimal);
  cut_out_of(hit.before, hit.number, hit.after, decimal);
}

void search(std::string const& pattern, std::string const& printed) try {
  Pattern const compiled(pattern);
  Hits hits;
  if (compiled.groups() == 1) search_text(printed, compiled, hits);
  if (hits.kept.size() > Hits::most_kept) std::abort();
  for (auto const& hit : hits.kept)
    for (auto const decimal : {std::optional<char>(), std::optional(',')})
      read_number(hit, decimal);
} catch (PatternError const&) {
}

void calculate_text(std::string const& text) {
  auto const parsed = parse_expression(text);
  if (!parsed.ok()) return;
  calculate(parsed.value, [](std::string const& name) {
    return Parsed<DerivedNumber>{static_cast<std::int64_t>(name.size())};
  });
}

}  // namespace

void pattern(std::string_view text) {
  auto const pieces = pieces_of(text, 2);
  auto const& [asked, printed] = std::pair(pieces[0], pieces[1]);
  search(asked, printed);
  csv_column(printed, asked);
  last_words(printed);
  calculate_text(asked);
  placeholders_in(asked);
  if (is_comparison(asked))
    for (auto const numbers : {Numbers::whole, Numbers::real})
      parse_comparison(asked, numbers);
  unit_ratio(asked, "s");
  seconds_per_word(asked);
}

}  // namespace assay::fuzz
