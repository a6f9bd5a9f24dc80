// SPDX-License-Identifier: Apache-2.0
#include "locate_hosts.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "config/hosts_reader.hpp"
#include "config/problems.hpp"
#include "os/read_bounded.hpp"
#include "text/utf8.hpp"

namespace assay {

std::vector<std::string> locate_hosts(Study const& study) {
  namespace fs = std::filesystem;
  auto const& hosts = study.hosts;
  if (hosts.file.empty()) return hosts.names;
  constexpr std::size_t most_bytes = std::size_t{1} << 20;
  std::error_code none;
  auto const path =
      fs::weakly_canonical(fs::absolute(study.file).parent_path() / hosts.file, none);
  auto const text = read_bounded(path, most_bytes);
  if (!text) {
    Problems problems(study.file);
    problems.add(hosts.at,
                 fmt::format("hosts: {} is no file that can be read. Name one "
                             "beside the study, or hosts like [n1, n2]",
                             in_quotes(hosts.file)));
    auto texts = study.overrides;
    texts.insert(texts.begin(), study.text);
    problems.throw_if_any(texts);
  }
  Problems problems(path.string());
  auto names = parse_hosts(*text, problems);
  problems.throw_if_any(*text);
  return names;
}

}  // namespace assay
