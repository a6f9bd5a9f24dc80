// SPDX-License-Identifier: Apache-2.0
#include "answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace assay {
namespace {

/// That of more than half of all votes.
std::optional<std::size_t> majority(Votes const& votes) {
  int all = 0;
  for (auto const& [answer, count] : votes) all += count;
  for (auto const& [answer, count] : votes)
    if (2 * count > all) return answer;
  return std::nullopt;
}

}  // namespace

std::optional<std::size_t> agreed_answer(std::map<std::string, Votes> const& by_point) {
  Votes points;
  int all = 0;
  for (auto const& [point, votes] : by_point) {
    ++all;
    if (auto const answer = majority(votes)) ++points[*answer];
  }
  for (auto const& [answer, count] : points)
    if (2 * count > all) return answer;
  return std::nullopt;
}

// Earlier versions did not keep the tolerance that they compared with.
bool Answers::is_same(Known const& known, Answer const& answer) {
  if (!known.checked && !answer.checked) return known.tallies == answer.tallies;
  if (!known.checked || !answer.checked) return false;
  auto const& [name, value, within] = *known.checked;
  if (name != answer.checked->name) return false;
  double const least = std::min(within, answer.checked->within);
  return std::isinf(least) || is_within(answer.checked->value, least, value);
}

std::optional<std::size_t> Answers::find(Answer const& answer) const {
  auto const same = std::find_if(known_.begin(), known_.end(), [&](Known const& known) {
    return is_same(known, answer);
  });
  if (same == known_.end()) return std::nullopt;
  return static_cast<std::size_t>(same - known_.begin());
}

std::size_t Answers::number_of(Answer const& answer) {
  if (auto const known = find(answer)) return *known;
  known_.push_back({std::string(answer.tallies), answer.checked});
  return known_.size() - 1;
}

std::optional<std::size_t> Answers::agreed(std::set<std::string> const& planned) const {
  if (known_.size() == 1) return 0;  // a study of 10^5 launches that all agree
  std::map<std::string, Votes> votes;
  for (auto const& [point, of] : votes_)
    if (planned.count(point) != 0) votes.emplace(point, of);
  return agreed_answer(votes.empty() ? votes_ : votes);
}

std::string Answers::disagreement(std::string const& point, Answer const& answer,
                                  std::optional<std::size_t> earlier,
                                  std::set<std::string> const& planned) const {
  if (known_.empty() || (known_.size() == 1 && is_same(known_[0], answer))) return {};
  auto with = *this;
  if (earlier) with.withdraw(point, *earlier);
  auto const mine = with.number_of(answer);
  with.add(point, mine);
  auto const agreed = with.agreed(planned);
  if (agreed == mine) return {};
  auto const& theirs = known_[agreed.value_or(mine == 0 ? 1 : 0)];
  auto const difference =
      answer.checked && theirs.checked
          ? fmt::format("{} is {:.12g} where others have {:.12g}", answer.checked->name,
                        answer.checked->value, theirs.checked->value)
          : fmt::format("tallies {} where others have {}", answer.tallies,
                        theirs.tallies);
  return difference + (agreed ? "" : ": neither is what most gave, so none counts");
}

}  // namespace assay
