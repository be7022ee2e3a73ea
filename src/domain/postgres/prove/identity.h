// Somebody: roles and identities for experiments with rights, and copies of tables with their policies.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

// A role of the lab that no grant names: stands for everybody. Empty when the lab refuses.
std::string somebody(Lab& lab);
// A reachable role with this privilege on the relation; `somebody` where PUBLIC has it. Empty when nobody has.
std::string role_with(const Map& map, Lab& lab, std::int64_t relation_id, const std::string& privilege);
// A role that the policy is for, which may be somebody.
std::string role_of_policy(const Map& map, Lab& lab, std::int64_t policy_id);

// Makes the session that of the person whose key is `value`: sets every setting that the relation's policies,
// and the functions they call, read.
void identify(const Map& map, Lab& lab, std::int64_t relation_id, const std::string& value);

struct Copy {
    std::string name;         // scratch.copy
    std::string mine, other;  // two values of the owner column, as literals
    std::int64_t rows = 0, own_rows = 0;
};
// A copy of the table's columns with its policies and the role's rights, and rows of two owners.
std::optional<Copy> copy_with_policies(const Map& map, Lab& lab, std::int64_t relation_id, const std::string& role,
                                       const std::string& owner_column);

// Something harmless of the type, so that a function called with it gets as far as its statements.
std::string plain_argument(std::string_view type);

// Whether the last error is one of rights: SQLSTATE 42501.
bool was_denied(const Lab& lab);
// "UPDATE 20": 20.
std::int64_t affected(const pg::Rows& rows);

}  // namespace assay::postgres
