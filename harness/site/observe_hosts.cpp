// SPDX-License-Identifier: Apache-2.0
#include "observe_hosts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <map>
#include <span>

#include "common/json.hpp"
#include "os/environment.hpp"
#include "os/errors.hpp"
#include "os/process.hpp"
#include "os/side_by_side.hpp"
#include "os/storage.hpp"
#include "text/lines.hpp"
#include "workers.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

/// As mpiexec calls it, but it asks nobody for a password.
Command through_ssh(std::string const& host, std::string const& words) {
  return {{"ssh", "-n", "-x", "-o", "BatchMode=yes", "-o", "ConnectTimeout=10", host,
           words},
          own_environment(),
          "/",
          ""};
}

/// One word of the shell that ssh starts there.
std::string in_shell(fs::path const& path) {
  std::string word = "'";
  for (char const c : path.string())
    word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

std::vector<ProcessResult> ask_all(std::vector<std::string> const& hosts,
                                   std::string const& words) {
  constexpr std::size_t at_once = 32;
  std::vector<Command> commands;
  commands.reserve(hosts.size());
  for (auto const& host : hosts) commands.push_back(through_ssh(host, words));
  std::vector<ProcessResult> answers;
  for (std::size_t i = 0; i < commands.size(); i += at_once) {
    auto const some =
        std::span(commands).subspan(i, std::min(at_once, commands.size() - i));
    for (auto& answer : run_side_by_side(some, {.timeout_s = 60})) {
      if (answer.ending == Ending::not_started)
        throw EnvironmentError(fmt::format(
            "hosts: {}. Install a client of ssh (openssh-client)", answer.error));
      answers.push_back(std::move(answer));
    }
  }
  return answers;
}

/// What ssh, or the shell there, said last.
std::string last_words(ProcessResult const& answer) {
  if (answer.ending == Ending::timed_out) return "no answer in 60 s";
  auto const text = last_line(answer.output_tail);
  return text.empty() ? fmt::format("exit code {}", answer.exit_code) : text;
}

/// Exit code of ssh itself; the shell's are others.
constexpr int of_ssh = 255;

std::string cure_of(std::string const& host, ProcessResult const& answer,
                    std::string const& look) {
  bool const is_ssh = answer.ending != Ending::exited || answer.exit_code == of_ssh;
  if (!is_ssh)
    return fmt::format(
        "{} has to be there too: put assay on a file system that all "
        "hosts share, or install it under the same path",
        look);
  return fmt::format(
      "Make 'ssh {} true' work without a password (a key or an agent, "
      "its host key known), or leave the host out",
      host);
}

using Places = std::vector<HostPlace>;

/// JSON text after whatever the shell there says at its start.
Place place_in(std::string const& text) {
  return place_from(parse_json(text.substr(std::min(text.find('{'), text.size()))));
}

int cores_of(Place const& place) {
  auto const offered = place.offered_cores.value_or(place.offered);
  auto cores = static_cast<double>(std::max(std::size_t{1}, offered.size()));
  if (place.quota_cpus) cores = std::min(cores, std::floor(*place.quota_cpus));
  return std::max(1, static_cast<int>(cores));
}

int threads_of(Place const& place) {
  auto const cores =
      std::max<std::size_t>(1, place.offered_cores.value_or(place.offered).size());
  return std::max(1, static_cast<int>(place.offered.size() / cores));
}

void expect_different(Places const& places) {
  std::map<std::string, std::string> names;
  for (auto const& [name, place] : places) {
    auto const [first, is_new] = names.try_emplace(place.host, name);
    if (is_new) continue;
    throw EnvironmentError(fmt::format(
        "hosts: {} and {} are one host, which calls itself {}. Name it once, or give "
        "each host a name of its own",
        first->second, name, place.host));
  }
}

}  // namespace

Machine machine_of_hosts(Machine here, Places const& places) {
  expect_different(places);
  here.nodes = static_cast<int>(places.size());
  here.node_names.clear();
  here.limit_of_cores.clear();
  here.is_reached_by_ssh = true;
  bool is_first = true;
  for (auto const& [name, place] : places) {
    here.node_names.push_back(name);
    auto const least = [&](int before, int now) {
      return is_first ? now : std::min(before, now);
    };
    here.cores_per_node = least(here.cores_per_node, cores_of(place));
    here.threads_per_core = least(here.threads_per_core, threads_of(place));
    is_first = false;
  }
  return here;
}

Machine observe_hosts(Machine const& here, std::vector<std::string> const& hosts) {
  auto const look = look_program().string();
  auto const answers = ask_all(hosts, "exec " + in_shell(look));
  Places places;
  std::vector<std::string> problems;
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    auto const& answer = answers[i];
    try {
      if (answer.succeeded()) {
        places.emplace_back(hosts[i], place_in(answer.output_tail));
        continue;
      }
    } catch (std::exception const&) {  // what is there is another program
    }
    problems.push_back(fmt::format("host {}: {}. {}", hosts[i], last_words(answer),
                                   cure_of(hosts[i], answer, look)));
  }
  if (!problems.empty())
    throw EnvironmentError(fmt::format("{}", fmt::join(problems, "\n")));
  return machine_of_hosts(here, places);
}

void expect_shared(fs::path const& directory, std::vector<std::string> const& hosts) {
  if (hosts.empty()) return;
  auto const mark = directory / ".seen-by-hosts";
  std::error_code none;
  fs::remove(mark, none);  // of a run that was killed
  create_file(mark, "");
  auto const answers = ask_all(hosts, "test -e " + in_shell(mark));
  fs::remove(mark, none);
  std::vector<std::string> blind;
  for (std::size_t i = 0; i < hosts.size(); ++i)
    if (!answers[i].succeeded()) blind.push_back(hosts[i]);
  if (!blind.empty())
    throw EnvironmentError(fmt::format(
        "{} {} not see {}: what a launch there reads and writes has to be on a file "
        "system that all hosts share, under the same path. Name one by --results",
        fmt::join(blind, ", "), blind.size() == 1 ? "does" : "do", directory.string()));
}

}  // namespace assay
