// SPDX-License-Identifier: Apache-2.0
#include "hosts_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <utility>

#include "scalars.hpp"
#include "text/names.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

void add_host(std::string name, Position at, std::vector<std::string>& hosts,
              Problems& problems) {
  if (!is_name(name))
    return problems.add(at, fmt::format("hosts: {} is no name of a host, as ssh takes "
                                        "it. What ssh needs to know besides stands in "
                                        "~/.ssh/config",
                                        in_quotes(name)));
  if (std::find(hosts.begin(), hosts.end(), name) != hosts.end())
    return problems.add(at, fmt::format("hosts: {} is there twice. Its CPUs are asked "
                                        "for; name it once",
                                        in_quotes(name)));
  hosts.push_back(std::move(name));
}

}  // namespace

void read_hosts(Entry const& entry, Draft& draft) {
  auto& hosts = draft.study.hosts;
  auto& problems = draft.problems;
  constexpr auto wanted = "names like [n1, n2], or a file that holds them";
  hosts.at = entry.value.at;
  if (entry.value.kind != YamlNode::Kind::list) {
    hosts.file = read_text(entry.value, "hosts", wanted, problems).value_or("");
    return;
  }
  if (entry.value.items.empty()) report_empty(entry.value, "hosts", problems);
  for (auto const& item : entry.value.items)
    if (auto name = read_text(item, "hosts", "the name of a host", problems))
      add_host(*std::move(name), item.at, hosts.names, problems);
}

std::vector<std::string> parse_hosts(std::string const& text, Problems& problems) {
  std::vector<std::string> hosts;
  std::istringstream lines(text);
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    std::istringstream words(line.substr(0, line.find('#')));
    std::string name;
    if (!(words >> name)) continue;
    add_host(name.substr(0, name.find(':')), {number, 1}, hosts, problems);
  }
  if (hosts.empty() && problems.none())
    problems.add({1, 1}, "the file names no host. Write one a line");
  return hosts;
}

}  // namespace assay
