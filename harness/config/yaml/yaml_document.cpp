// SPDX-License-Identifier: Apache-2.0
// YAML text -> tree. Works on the parser's events: yaml-cpp's own nodes keep duplicate
// keys, expand aliases and lose the marks of what is missing.
#include "yaml_document.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>
#include <utility>

#include "text/source_text.hpp"
#include "text/utf8.hpp"
#include "yaml_scalar.hpp"
#include "yaml_syntax.hpp"

namespace assay {
namespace {

/// A study needs five levels; yaml-cpp itself gives up at 500.
constexpr std::size_t depth_at_most = 32;
/// Bounds the time for hostile input; max_points axes of a few values need far less.
constexpr std::size_t nodes_at_most = 20'000;

/// Thrown through the parser where going on is of no use; the reason is already
/// reported.
struct StopParsing {};

YamlNode node_of(YamlNode::Kind kind, Position at) {
  YamlNode node;
  node.kind = kind;
  node.at = at;
  return node;
}

/// A list or map that is still open.
struct Open {
  YamlNode node;
  bool is_map = false;                       ///< the node itself may have become faulty
  std::optional<YamlNode> key;               ///< of a map: waits for its value
  std::string_view written_key;              ///< its line from where it starts
  std::map<std::string, std::size_t> lines;  ///< of a map: where each key stands first
};

class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(SourceText const& source, Problems& problems)
      : source_(source), problems_(problems) {}

  YamlNode take() { return std::move(root_); }

  /// Where the last value starts, when it ran on into the next line and nothing came
  /// after it: if the parser then fails, both have one cause.
  std::optional<Position> continued() const { return continued_; }

  void OnDocumentStart(YAML::Mark const& mark) override {
    if (documents_++ == 0) return;
    problems_.add(position(mark), second_document(mark));
    throw StopParsing{};
  }
  void OnDocumentEnd() override {}
  void OnNull(YAML::Mark const& mark, YAML::anchor_t anchor) override {
    YamlNode node = node_of(YamlNode::Kind::null, null_position(mark));
    check_anchor(node, anchor);
    place(std::move(node));
  }
  void OnAlias(YAML::Mark const& mark, YAML::anchor_t) override {
    YamlNode node = node_of(YamlNode::Kind::faulty, position(mark));
    problems_.add(node.at, "an alias ('*name') is not supported. Write the value out");
    place(std::move(node));
  }
  void OnScalar(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                std::string const& value) override {
    YamlNode node = node_of(YamlNode::Kind::scalar, position(mark));
    node.text = value;
    node.quoted = tag == "!";
    check_anchor(node, anchor);
    check_tag(node, tag);
    continued_.reset();
    written_ = rest_of_line(mark);
    if (node.kind == YamlNode::Kind::scalar) check_scalar(node, written_);
    place(std::move(node));
  }
  void OnSequenceStart(YAML::Mark const& mark, std::string const& tag,
                       YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    open(node_of(YamlNode::Kind::list, position(mark)), tag, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(node_of(YamlNode::Kind::map, position(mark)), tag, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  Position position(YAML::Mark const& mark);
  std::string_view rest_of_line(YAML::Mark const& mark) const;
  Position null_position(YAML::Mark const& mark);
  std::string second_document(YAML::Mark const& mark) const;
  void check_anchor(YamlNode& node, YAML::anchor_t anchor);
  void check_tag(YamlNode& node, std::string const& tag);
  void check_scalar(YamlNode& node, std::string_view written);
  void open(YamlNode node, std::string const& tag, YAML::anchor_t anchor);
  void close();
  void place(YamlNode node);
  void place_in_map(Open& map, YamlNode node);
  void check_key(YamlNode& key);

  SourceText const& source_;
  Problems& problems_;
  YamlNode root_;
  std::vector<Open> open_;
  Position last_;  ///< the place asked for last
  std::size_t last_byte_ = 0;
  std::optional<Position> continued_;
  std::string_view written_;  ///< the line of the last scalar, from where it starts
  std::size_t documents_ = 0, nodes_ = 0;
};

/// yaml-cpp counts lines and columns from 0, and columns in bytes. Counts on from the
/// last place of the line, lest a long line cost its length for each value in it.
Position TreeBuilder::position(YAML::Mark const& mark) {
  auto const line = static_cast<std::size_t>(mark.line) + 1;
  auto const byte =
      std::min(static_cast<std::size_t>(mark.column), source_.line(line).size());
  if (line != last_.line || byte < last_byte_) {
    last_ = {line, 1};
    last_byte_ = 0;
  }
  last_.column += utf8_count(source_.line(line).substr(last_byte_, byte - last_byte_));
  last_byte_ = byte;
  return last_;
}

std::string_view TreeBuilder::rest_of_line(YAML::Mark const& mark) const {
  std::string_view line = source_.line(static_cast<std::size_t>(mark.line) + 1);
  line.remove_prefix(std::min(line.size(), static_cast<std::size_t>(mark.column)));
  return line;
}

/// The mark of a value that is left out is that of whatever comes next; its key or its
/// list is the better place.
Position TreeBuilder::null_position(YAML::Mark const& mark) {
  std::string_view const there = rest_of_line(mark);
  bool const written = there.starts_with('~') || there.starts_with("null") ||
                       there.starts_with("Null") || there.starts_with("NULL");
  if (written || there.starts_with(',') || open_.empty()) return position(mark);
  auto const& around = open_.back();
  return around.key ? around.key->at : around.node.at;
}

std::string TreeBuilder::second_document(YAML::Mark const& mark) const {
  if (rest_of_line(mark).starts_with("---"))
    return "a second document starts here (it would be ignored). Give each study a "
           "file of its own";
  return "this line fits nothing above it, so that YAML ends the document before it. "
         "Indent all keys of the study alike";
}

void TreeBuilder::check_anchor(YamlNode& node, YAML::anchor_t anchor) {
  if (anchor == YAML::NullAnchor) return;
  problems_.add(
      node.at,
      "an anchor ('&name') is not supported. Write the value out where it is needed");
  node.kind = YamlNode::Kind::faulty;
}

void TreeBuilder::check_tag(YamlNode& node, std::string const& tag) {
  if (tag.empty() || tag == "?" || tag == "!") return;
  problems_.add(node.at,
                "a tag ('!name') is not supported (types follow from the keys). Remove "
                "it, or quote the text");
  node.kind = YamlNode::Kind::faulty;
}

void TreeBuilder::check_scalar(YamlNode& node, std::string_view written) {
  if (leaves_quote_open(written, node.quoted)) {
    problems_.add(node.at,
                  "a quote is opened here and not closed on this line. Close it");
    throw StopParsing{};
  }
  std::string fault = scalar_fault(written, node.text, node.quoted);
  if (fault.empty()) return;
  problems_.add(node.at, std::move(fault));
  node.kind = YamlNode::Kind::faulty;
  if (!node.quoted) continued_ = node.at;
}

void TreeBuilder::open(YamlNode node, std::string const& tag, YAML::anchor_t anchor) {
  bool const is_map = node.kind == YamlNode::Kind::map;
  check_anchor(node, anchor);
  check_tag(node, tag);
  if (open_.size() == depth_at_most) {
    problems_.add(
        node.at,
        fmt::format("nested deeper than {} levels. A study needs five", depth_at_most));
    throw StopParsing{};
  }
  open_.push_back({std::move(node), is_map, {}, {}, {}});
}

void TreeBuilder::close() {
  YamlNode node = std::move(open_.back().node);
  open_.pop_back();
  place(std::move(node));
}

void TreeBuilder::place(YamlNode node) {
  if (++nodes_ > nodes_at_most) {
    problems_.add(node.at,
                  fmt::format("more than {} values. Split the study", nodes_at_most));
    throw StopParsing{};
  }
  if (open_.empty()) {
    root_ = std::move(node);
  } else if (auto& around = open_.back(); around.is_map) {
    place_in_map(around, std::move(node));
  } else {
    around.node.items.push_back(std::move(node));
  }
}

/// Whether the parser took a word of its own for a key without a value.
bool lacks_colon(YamlNode const& key, YamlNode const& value, std::string_view written) {
  bool const left_out = value.kind == YamlNode::Kind::null &&
                        value.at.line == key.at.line &&
                        value.at.column == key.at.column;
  if (!left_out || key.quoted || key.text.find(':') != std::string::npos) return false;
  std::string_view const behind =
      written.substr(std::min(written.size(), key.text.size()));
  std::size_t const content = behind.find_first_not_of(" \t");
  return content == std::string_view::npos || behind[content] != ':';
}

void TreeBuilder::place_in_map(Open& map, YamlNode node) {
  if (!map.key) {
    check_key(node);
    map.key = std::move(node);
    map.written_key = written_;
    return;
  }
  YamlNode const key = std::move(*map.key);
  map.key.reset();
  if (key.kind == YamlNode::Kind::faulty) return;
  if (lacks_colon(key, node, map.written_key))
    return problems_.add(key.at, fmt::format("no colon behind {}. Write 'key: value'",
                                             in_quotes(key.text)));
  auto const [first, is_new] = map.lines.emplace(key.text, key.at.line);
  if (is_new) {
    map.node.entries.push_back({key.text, key.at, std::move(node)});
    return;
  }
  problems_.add(key.at, fmt::format("duplicate key {}, line {} and line {} (only one "
                                    "could count). Remove one of them",
                                    in_quotes(key.text), first->second, key.at.line));
}

void TreeBuilder::check_key(YamlNode& key) {
  bool const merge =
      key.kind == YamlNode::Kind::scalar && !key.quoted && key.text == "<<";
  if (key.kind == YamlNode::Kind::faulty ||
      (key.kind == YamlNode::Kind::scalar && !merge))
    return;
  problems_.add(key.at, merge ? "a merge ('<<') is not supported. Write the keys out"
                              : "a key must be a plain word. Write 'key: value'");
  key.kind = YamlNode::Kind::faulty;
}

void parse(std::string const& text, TreeBuilder& builder) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  if (parser.HandleNextDocument(builder)) parser.HandleNextDocument(builder);
}

}  // namespace

YamlNode read_yaml(std::string const& text, Problems& problems) {
  SourceText const source(text);
  TreeBuilder builder(source, problems);
  try {
    parse(text, builder);
    return builder.take();
  } catch (StopParsing const&) {
    return node_of(YamlNode::Kind::faulty, {});
  } catch (YAML::Exception const& error) {
    // Its mark is -1, -1 where there is no place.
    auto const line = static_cast<std::size_t>(error.mark.line) + 1;
    auto const column = static_cast<std::size_t>(error.mark.column) + 1;
    SyntaxError const explained = explain_syntax(source, line, column, error.msg);
    problems.drop_from(builder.continued().value_or(explained.at));
    problems.drop_from(explained.at);
    problems.add(explained.at, explained.message);
    return node_of(YamlNode::Kind::faulty, {});
  }
}

}  // namespace assay
