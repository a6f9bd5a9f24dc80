// SPDX-License-Identifier: Apache-2.0
#include "first_site.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "os/errors.hpp"
#include "os/user_name.hpp"
#include "question.hpp"
#include "rows.hpp"
#include "sbatch.hpp"

namespace assay {
namespace {

using Fields = std::vector<std::string>;

/// In the order of sinfo_format: partition, nodes, sockets, cores of each, threads of
/// each, megabytes, time limit, gres, nodes of a job.
constexpr char const* sinfo_format = "--format=%P|%D|%X|%Y|%Z|%m|%l|%G|%s";
constexpr std::size_t sinfo_fields = 9;

bool is_default(Fields const& partition) { return partition[0].ends_with('*'); }

std::string name_of(Fields const& partition) {
  auto name = partition[0];
  if (name.ends_with('*')) name.pop_back();
  return name;
}

/// What its nodes are, and what a job there may have.
std::string shape_of(Fields const& partition) {
  auto const number = [&](std::size_t field) {
    return std::strtol(partition[field].c_str(), nullptr, 10);
  };
  auto text = fmt::format("{} nodes of {} cores", partition[1], number(2) * number(3));
  if (number(4) > 1) text += fmt::format(" x {} threads", partition[4]);
  if (number(5) > 1) text += fmt::format(", {} MB", partition[5]);
  if (partition[7] != "(null)") text += ", " + partition[7];
  if (partition[8] != "1-infinite") text += fmt::format(", {} a job", partition[8]);
  if (partition[6] != "infinite") text += ", at most " + partition[6];
  return text;
}

std::string line_of(std::string const& setting, std::string const& why) {
  return fmt::format("{:<26} # {}\n", setting, why);
}

std::string partition_lines(std::vector<Fields> const& rows) {
  std::string text;
  std::string last;
  for (auto const& row : rows) {
    if (row.size() != sinfo_fields) continue;
    auto const name = name_of(row);
    // Unlike nodes of one partition have a line each.
    bool const is_chosen = is_default(row) && name != last;
    text += line_of((is_chosen ? "  partition: " : "  # partition: ") + name,
                    (is_chosen ? "the default; " : "") + shape_of(row));
    last = name;
  }
  return text;
}

/// Of associations, each name once.
Fields names_in(std::vector<Fields> const& rows, std::size_t field) {
  Fields names;
  for (auto const& row : rows) {
    if (row.size() <= field) continue;
    std::string rest = row[field];
    while (!rest.empty()) {
      auto const name = rest.substr(0, rest.find(','));
      rest.erase(0, name.size() + 1);
      if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end())
        names.push_back(name);
    }
  }
  return names;
}

std::string account_lines(std::vector<Fields> const& rows) {
  auto const accounts = names_in(rows, 0);
  auto const qos = names_in(rows, 1);
  std::string text;
  if (accounts.empty())
    text += line_of("  # account: NAME", "Slurm names none of yours");
  for (auto const& account : accounts)
    text += line_of((accounts.size() == 1 ? "  account: " : "  # account: ") + account,
                    accounts.size() == 1 ? "your only one" : "one of yours");
  if (!qos.empty())
    text += line_of("  # qos: " + qos.front(),
                    fmt::format("you may have {}", fmt::join(qos, ", ")));
  return text;
}

/// Whether not all lines are comments.
bool has_setting(std::string const& lines) {
  std::istringstream text(lines);
  for (std::string line; std::getline(text, line);)
    if (!line.starts_with("  #")) return true;
  return false;
}

}  // namespace

std::string first_site(std::string const& partitions, std::string const& accounts) {
  auto const settings =
      partition_lines(rows_of(partitions)) + account_lines(rows_of(accounts));
  return fmt::format(
      "# What all studies take that they do not say themselves, after what Slurm "
      "says.\n"
      "# Keep it as ~/.config/assay/site.yaml, or name it in ASSAY_SITE.\n"
      "{}slurm:\n{}{}",
      has_setting(settings) ? "" : "# ", settings,
      line_of("# launcher: srun", "where a study names none; auto takes the best"));
}

std::string ask_for_site(Environment const& environment) {
  constexpr std::size_t longest = std::size_t{1} << 20;
  auto const partitions = run_process(
      {{"sinfo", "--noheader", "--noconvert", sinfo_format}, environment, "/", ""},
      {.timeout_s = 30, .tail_bytes = longest});
  if (!partitions.succeeded())
    throw EnvironmentError(fmt::format(
        "sinfo does not say what there is: {}. A site file is written where "
        "Slurm is; what may stand in it: docs/programs.md",
        words_of_slurm(partitions)));
  // Without accounting there are none.
  auto const accounts = run_process(
      {sacctmgr_words({"associations", "user=" + user_name()}, "Account,QOS"),
       environment, "/", ""},
      {.timeout_s = 30, .tail_bytes = longest});
  return first_site(partitions.output_tail,
                    accounts.succeeded() ? accounts.output_tail : "");
}

}  // namespace assay
