// SPDX-License-Identifier: Apache-2.0
// YAML text -> Study.
#include "read_study.hpp"

#include <fmt/format.h>

#include <utility>

#include "config/yaml/text_guard.hpp"
#include "config/yaml/yaml_document.hpp"
#include "config/yaml/yaml_syntax.hpp"
#include "overrides.hpp"
#include "study_reader.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

void report_root(YamlNode const& root, std::string const& text, Problems& problems) {
  if (root.kind == YamlNode::Kind::faulty) return;
  if (root.kind == YamlNode::Kind::null)
    return problems.add({1, 1}, "the file holds no study. Begin with 'study: NAME'");
  Position const at = missing_space(SourceText(text), root.at.line);
  if (root.kind == YamlNode::Kind::scalar && at.column != 0)
    return problems.add(at, no_space_message);
  problems.add(root.at, "a study is a mapping. Write 'key: value' lines");
}

}  // namespace

Study read_study(std::string const& text, std::string const& file,
                 Catalogue const& catalogue, std::vector<std::string> const& overrides,
                 Site const& site) {
  std::vector<std::string> texts{text};
  texts.insert(texts.end(), overrides.begin(), overrides.end());
  Problems problems(file);
  check_text(text, problems);
  problems.throw_if_any(text);
  YamlNode root = read_yaml(text, problems);
  if (root.kind == YamlNode::Kind::map) apply_overrides(root, overrides, problems);
  // GCOV_EXCL_BR_START: only exceptions choose between its members' ends.
  Draft draft{.study = {}, .catalogue = catalogue, .problems = problems, .site = site};
  // GCOV_EXCL_BR_STOP
  if (root.kind == YamlNode::Kind::map)
    read_keys(root, draft);
  else
    report_root(root, text, problems);
  problems.throw_if_any(texts);
  draft.study.file = file;
  draft.study.text = text;
  draft.study.overrides = overrides;
  draft.study.warnings = problems.warnings();
  return std::move(draft.study);
}

}  // namespace assay
