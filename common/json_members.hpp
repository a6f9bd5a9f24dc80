// SPDX-License-Identifier: Apache-2.0
// The members of a JSON object in the order in which they were written. That of the
// library copies each member, with all that is in it, where its list grows or one is
// erased: a line of a million brackets ended the program, and reading took half as long
// again.
#pragma once

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay {

/// A map that keeps its order: what nlohmann::basic_json asks of its `ObjectType`. A
/// key is looked for from the front: objects have some tens of members at most.
template <class Key, class Value, class /*Less*/, class /*Allocator*/>
class JsonMembers : public std::vector<std::pair<Key, Value>> {
  using List = std::vector<std::pair<Key, Value>>;

 public:
  using key_type = Key;
  using mapped_type = Value;
  using key_compare = std::equal_to<>;
  using List::erase;
  using List::List;
  using typename List::const_iterator;
  using typename List::iterator;
  using typename List::size_type;
  using typename List::value_type;

  iterator find(std::string_view key) {
    return std::find_if(this->begin(), this->end(),
                        [&](value_type const& member) { return member.first == key; });
  }

  const_iterator find(std::string_view key) const {
    return std::find_if(this->begin(), this->end(),
                        [&](value_type const& member) { return member.first == key; });
  }

  size_type count(std::string_view key) const {
    return find(key) == this->end() ? 0 : 1;
  }

  /// Of a member that is there: else std::out_of_range.
  Value& at(std::string_view key) { return found(find(key), this->end())->second; }
  Value const& at(std::string_view key) const {
    return found(find(key), this->end())->second;
  }

  /// Its value, or a new null.
  template <class K>
  Value& operator[](K&& key) {
    return emplace(std::forward<K>(key), Value()).first->second;
  }

  /// Adds it at the end, if there is none of that key; the member, and whether it is
  /// new.
  template <class K, class V>
  std::pair<iterator, bool> emplace(K&& key, V&& value) {
    auto const there = find(key);
    if (there != this->end()) return {there, false};
    this->emplace_back(std::forward<K>(key), std::forward<V>(value));
    return {std::prev(this->end()), true};
  }

  std::pair<iterator, bool> insert(value_type member) {
    return emplace(std::move(member.first), std::move(member.second));
  }

  template <class Iterator>
  void insert(Iterator first, Iterator last) {
    std::for_each(first, last, [&](value_type const& member) { insert(member); });
  }

  /// How many were erased: one or none.
  size_type erase(std::string_view key) {
    auto const there = find(key);
    if (there == this->end()) return 0;
    erase(there);
    return 1;
  }

 private:
  template <class Iterator>
  static Iterator found(Iterator member, Iterator end) {
    if (member == end) throw std::out_of_range("no such member");
    return member;
  }
};

}  // namespace assay
