// Deletes a parent that a child refers to (or changes its key), with the actions as declared.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/key_pair.h"
#include "domain/postgres/prove/trial_table.h"

namespace assay::postgres {

namespace {

bool is_set(const std::string& action) { return action == "set null" || action == "set default"; }

// The parent's own keys where it has rows: a default that is there must be there for the experiment too.
bool fill_parent(Lab& lab, const Map& map, const KeyPair& pair) {
    (void)lab.run(fmt::format("insert into {0} select {1} from {2} limit 10000", pair.parent, pair.referenced_columns, pair.original_parent));
    const auto values = key_values(map, pair.parent_shapes, "971");
    return values && bool(lab.run(fmt::format("insert into {} ({}) select {}", pair.parent, pair.referenced_columns, *values)));
}

}  // namespace

Outcome parent_change(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{60})) return Outcome::out_of_budget();
    const auto pair = make_key_pair(lab, subject.map, subject.id);
    if (!pair || !fill_parent(lab, subject.map, *pair)) return Outcome::needs("copies of the two tables: " + lab.last_error().message);
    const auto values = key_values(subject.map, pair->child_shapes, "971"), other = key_values(subject.map, pair->parent_shapes, "973");
    if (!values || !other || !lab.run(fmt::format("insert into {} ({}) select {}", pair->child, pair->columns, *values)))
        return Outcome::needs("values for the key's types: " + lab.last_error().message);
    const bool deletes = is_set(pair->on_delete);
    const auto which = fmt::format("where ({}) in (select {} from {})", pair->referenced_columns, pair->columns, pair->child);
    const bool went = bool(lab.run(deletes ? fmt::format("delete from {} {}", pair->parent, which)
                                           : fmt::format("update {} set ({}) = row({}) {}", pair->parent, pair->referenced_columns, *other, which)));
    auto proof = lab.proof(fmt::format("{} a row in a copy of {} that a row of {} refers to", deletes ? "deleted" : "changed the key of",
                                       pair->original_parent, pair->original_child),
                           "one child refers to it", went ? "it goes through" : last_error_text(lab));
    return went ? Outcome::refuted(std::move(proof)) : Outcome::proven(std::move(proof));
}

}  // namespace assay::postgres
