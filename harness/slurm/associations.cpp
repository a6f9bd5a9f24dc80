// SPDX-License-Identifier: Apache-2.0
#include "associations.hpp"

#include <algorithm>

#include "common/comma_list.hpp"
#include "rows.hpp"

namespace assay {
namespace {

constexpr char const* root = "root";

/// One for the partition goes before one for any.
UserAssociation const* association_of(UserAssociations const& user,
                                      std::string const& account,
                                      std::string const& partition) {
  UserAssociation const* found = nullptr;
  for (auto const& one : user.all) {
    if (one.account != account) continue;
    if (one.partition == partition) return &one;
    if (one.partition.empty()) found = &one;
  }
  return found;
}

/// Each account above has its own for all that is in it.
JobLimits limits_above(std::map<std::string, Account> const& accounts,
                       std::string name) {
  JobLimits limits;
  for (std::size_t steps = 0; steps < accounts.size(); ++steps) {
    auto const at = accounts.find(name);
    if (at == accounts.end()) break;
    limits = strictest(std::move(limits), at->second.group_limits);
    name = at->second.parent;
  }
  return limits;
}

std::string default_qos(UserAssociation const* own,
                        std::map<std::string, Account> const& accounts) {
  if (own != nullptr && !own->default_qos.empty()) return own->default_qos;
  if (own != nullptr && own->qos.size() == 1) return own->qos.front();
  auto const top = accounts.find(root);
  if (top != accounts.end() && !top->second.default_qos.empty())
    return top->second.default_qos;
  return "normal";
}

/// Users inherit the others.
JobLimits group_limits_of(JobLimits limits) {
  limits.time_s.reset();
  std::erase_if(limits.sizes,
                [](auto const& one) { return !one.first.first.starts_with("Grp"); });
  return limits;
}

}  // namespace

UserAssociations parse_associations(std::string const& text) {
  UserAssociations user;
  for (auto fields : rows_of(text)) {
    if (fields.size() < 2) continue;
    fields.resize(std::max<std::size_t>(5, fields.size()));  // an empty end is no field
    user.default_account = fields[0];
    auto const owner = "your association with the account " + fields[1];
    user.all.push_back({.account = fields[1],
                        .partition = fields[2],
                        .default_qos = fields[3],
                        .qos = names_in_list(fields[4]),
                        .limits = limits_in(fields, 5, owner)});
  }
  return user;
}

std::map<std::string, Account> parse_accounts(std::string const& text) {
  std::map<std::string, Account> accounts;
  for (auto fields : rows_of(text)) {
    fields.resize(std::max<std::size_t>(3, fields.size()));
    accounts[fields[0]] = {.parent = fields[1],
                           .default_qos = fields[2],
                           .group_limits = group_limits_of(
                               limits_in(fields, 3, "the account " + fields[0]))};
  }
  return accounts;
}

Payer payer_of(UserAssociations const& user,
               std::map<std::string, Account> const& accounts,
               std::string const& account, std::string const& partition) {
  auto const& name = account.empty() ? user.default_account : account;
  auto const* const own = association_of(user, name, partition);
  Payer payer{default_qos(own, accounts), {}};
  if (own != nullptr)
    payer.limits = strictest(own->limits, limits_above(accounts, name));
  return payer;
}

}  // namespace assay
