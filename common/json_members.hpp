// SPDX-License-Identifier: Apache-2.0
// The members of a JSON object in the order in which they were written. That of the
// library copies each member, with all that is in it, where its list grows or one is
// erased: a line of a million brackets ended the program, and reading took half as long
// again.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace assay {

/// A map that keeps its order: what nlohmann::basic_json asks of its `ObjectType`. A
/// key is looked for from the front, among many members by an index: a user's program
/// may write as many as it likes.
template <class Key, class Value, class /*Less*/, class /*Allocator*/>
class JsonMembers : public std::vector<std::pair<Key, Value>> {
  using List = std::vector<std::pair<Key, Value>>;

 public:
  using key_type = Key;
  using mapped_type = Value;
  using key_compare = std::equal_to<>;
  using List::List;
  using typename List::const_iterator;
  using typename List::iterator;
  using typename List::size_type;
  using typename List::value_type;

  JsonMembers() = default;
  JsonMembers(JsonMembers const& other) : List(other) {}
  JsonMembers(JsonMembers&&) noexcept = default;
  JsonMembers& operator=(JsonMembers const& other) {
    List::operator=(other);
    index_.reset();
    return *this;
  }
  JsonMembers& operator=(JsonMembers&&) noexcept = default;
  ~JsonMembers() = default;

  iterator find(std::string_view key) { return this->begin() + place_of(key); }
  const_iterator find(std::string_view key) const {
    return this->begin() + place_of(key);
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
    if (index_) index_->emplace(this->back().first, this->size() - 1);
    return {std::prev(this->end()), true};
  }

  std::pair<iterator, bool> insert(value_type member) {
    return emplace(std::move(member.first), std::move(member.second));
  }

  template <class Iterator>
  void insert(Iterator first, Iterator last) {
    std::for_each(first, last, [&](value_type const& member) { insert(member); });
  }

  iterator erase(iterator member) {
    index_.reset();
    return List::erase(member);
  }

  iterator erase(iterator first, iterator last) {
    index_.reset();
    return List::erase(first, last);
  }

  void clear() {
    index_.reset();
    List::clear();
  }

  /// How many were erased: one or none.
  size_type erase(std::string_view key) {
    auto const there = find(key);
    if (there == this->end()) return 0;
    erase(there);
    return 1;
  }

 private:
  static constexpr size_type most_without_index = 64;
  using Index = std::unordered_map<Key, size_type>;

  template <class Iterator>
  static Iterator found(Iterator member, Iterator end) {
    if (member == end) throw std::out_of_range("no such member");
    return member;
  }

  /// That of the end where there is no such member.
  std::ptrdiff_t place_of(std::string_view key) const {
    if (this->size() > most_without_index) return indexed_place_of(key);
    auto const member =
        std::find_if(this->begin(), this->end(),
                     [&](value_type const& one) { return one.first == key; });
    return member - this->begin();
  }

  std::ptrdiff_t indexed_place_of(std::string_view key) const {
    if (!index_) {
      index_ = std::make_unique<Index>();
      for (auto const& [name, value] : *this) index_->emplace(name, index_->size());
    }
    auto const known = index_->find(Key(key));
    return static_cast<std::ptrdiff_t>(known == index_->end() ? this->size()
                                                              : known->second);
  }

  mutable std::unique_ptr<Index> index_;  ///< by name; null until it is needed
};

}  // namespace assay
