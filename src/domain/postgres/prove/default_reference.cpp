// Inserts a row by the defaults of a foreign key's columns, beside the keys that the parent holds.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/key_pair.h"
#include "domain/postgres/prove/trial_table.h"

namespace assay::postgres {

Outcome default_reference(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{60})) return Outcome::out_of_budget();
    const auto pair = make_key_pair(lab, subject.map, subject.id);
    if (!pair || !lab.run(fmt::format("insert into {} ({}) select {} from {}", pair->parent, pair->referenced_columns, pair->referenced_columns,
                                      pair->original_parent)))
        return Outcome::needs("copies of the two tables: " + lab.last_error().message);
    // A deferred constraint would wait for a commit that never comes here.
    (void)lab.run("set constraints all immediate");
    const bool stored = bool(lab.run(fmt::format("insert into {} default values", pair->child)));
    auto proof = lab.proof(fmt::format("inserted a row by its default into a copy of {}, beside the keys of {}", pair->original_child, pair->original_parent),
                           "DEFAULT for " + pair->columns, stored ? "stored" : last_error_text(lab));
    return stored ? Outcome::refuted(std::move(proof)) : Outcome::proven(std::move(proof));
}

}  // namespace assay::postgres
