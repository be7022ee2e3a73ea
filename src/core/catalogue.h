// The catalogue: every rule, prover, page and embedded text, found by CMake's glob.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/outcome.h"
#include "core/result.h"
#include "core/rule.h"

namespace assay::catalogue {

// All rules in the order of their ids. SQL rules' headers are read on first use.
const std::vector<Rule>& rules();
// nullptr when there is none.
const Rule* rule(std::string_view id);

struct NamedProver {
    std::string_view domain;
    std::string_view name;
    Prover run;
};
std::span<const NamedProver> provers();
// The prover that a rule names, looked for in the rule's domain; nullptr when it names none.
Prover prover(const Rule& rule);

// An embedded text by its path below src/ or guide/: "domain/postgres/map/tables.sql".
struct Text {
    std::string_view path;
    std::string_view bytes;
};
std::span<const Text> texts();
std::string_view text(std::string_view path);

// Makes a rule of a query with a header (see HOUSE.md); `path` is named in errors. The rule keeps
// views into `sql`, which must outlive it.
Result<Rule> parse_sql_rule(std::string_view sql, std::string_view path);

}  // namespace assay::catalogue
