// SPDX-License-Identifier: Apache-2.0
// The associations of Slurm's accounting: users in accounts, and accounts in accounts.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "job_limits.hpp"

namespace assay {

/// Of the user with an account.
struct UserAssociation {
  std::string account;
  std::string partition;         ///< for jobs in it only; empty: in any
  std::string default_qos;       ///< empty for none
  std::vector<std::string> qos;  ///< that its jobs may have
  JobLimits limits;              ///< of MaxTRES and the like also what accounts set
};

struct UserAssociations {
  std::string default_account;
  std::vector<UserAssociation> all;
};

/// What an account has, with all in it.
struct Account {
  std::string parent;  ///< empty for the root
  std::string default_qos;
  JobLimits group_limits;  ///< GrpTRES and the like
};

/// From lines "default account|account|partition|default QOS|QOS|" and the columns
/// `limits_of_association`. Pure.
UserAssociations parse_associations(std::string const& text);

/// By name, from lines "account|parent|default QOS|" and the same columns. Pure.
std::map<std::string, Account> parse_accounts(std::string const& text);

/// Who pays for a job, and what limits that.
struct Payer {
  std::string qos;  ///< of a job that names none
  JobLimits limits;
};

/// Of a job with this account, the default one where it is empty, in this partition.
/// The QOS of jobs that name none is that of the association, else the only one that it
/// may have, else that of the root, else normal. Pure.
Payer payer_of(UserAssociations const& user,
               std::map<std::string, Account> const& accounts,
               std::string const& account, std::string const& partition);

}  // namespace assay
