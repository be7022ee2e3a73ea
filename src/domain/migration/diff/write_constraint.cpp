// Constraints and indexes.
#include <fmt/core.h>

#include "core/text.h"
#include "domain/migration/diff/write.h"

namespace assay::migration::diff {

namespace {

std::string target_of(const Writing& writing, const Object& constraint) {
    return fmt::format("{} {}", constraint.has("_of_domain") ? "DOMAIN" : "TABLE", writing.b.parent_of(constraint)->name);
}

}  // namespace

Statements create_constraint(const Writing& writing, int b) {
    const auto& constraint = writing.in_b(b);
    const auto& kind = constraint.fact("kind");
    const std::string_view hold = constraint.has("validated") ? "" : " NOT VALID";
    DiffStatement statement{fmt::format("ALTER {} ADD CONSTRAINT {} {}{}", target_of(writing, constraint), constraint.fact("_bare"), constraint.fact("definition"), hold)};
    if (kind == "primary" || kind == "unique" || kind == "exclusion") statement.hazards.push_back({hazard::index_build, "an index is built while the table is locked"});
    Statements made{std::move(statement)};
    if (constraint.has("index options"))
        made.push_back({fmt::format("ALTER INDEX {}.{} SET ({})", schema_part(writing.b.parent_of(constraint)->name), constraint.fact("_bare"), constraint.fact("index options"))});
    return made;
}

Statements alter_constraint(const Writing& writing, int a) {
    const auto& planned = writing.planned(a);
    const auto& after = writing.in_b(planned.other);
    if (!planned.changed.contains("validated")) return {};
    return {{fmt::format("ALTER {} VALIDATE CONSTRAINT {}", target_of(writing, after), after.fact("_bare"))}};
}

Statements create_index(const Writing& writing, int b) {
    const auto& index = writing.in_b(b);
    // An index that no partition's is missing from is valid: its partitions' come with it.
    Statements made{{index.has("valid") ? replaced(index.fact("definition"), " ON ONLY ", " ON ") : index.fact("definition")}};
    if (writing.plan.before[static_cast<std::size_t>(index.parent)] >= 0 && !writing.is_created(index.parent))
        made.back().hazards.push_back({hazard::index_build, "the table is read and the index written; CONCURRENTLY, outside a transaction, lets writes go on"});
    for (const auto target : split(index.fact("statistics targets"), ' '))
        if (!target.empty()) made.push_back({fmt::format("ALTER INDEX {} ALTER COLUMN {} SET STATISTICS {}", index.name, target.substr(0, target.find('=')), target.substr(target.find('=') + 1))});
    if (index.has("tablespace")) made.push_back({fmt::format("ALTER INDEX {} SET TABLESPACE {}", index.name, index.fact("tablespace"))});
    return made;
}

Statements alter_index(const Writing& writing, int a) {
    const auto& planned = writing.planned(a);
    const auto &before = writing.in_a(a), &after = writing.in_b(planned.other);
    Statements made;
    if (planned.changed.contains("tablespace"))
        made.push_back({fmt::format("ALTER INDEX {} SET TABLESPACE {}", after.name, after.has("tablespace") ? after.fact("tablespace") : "pg_default")});
    if (planned.changed.contains("statistics targets"))
        for (const auto* object : {&before, &after})
            for (const auto target : split(object->fact("statistics targets"), ' '))
                if (!target.empty())
                    made.push_back({fmt::format("ALTER INDEX {} ALTER COLUMN {} SET STATISTICS {}", after.name, target.substr(0, target.find('=')),
                                                object == &before ? "-1" : target.substr(target.find('=') + 1))});
    return made;
}

}  // namespace assay::migration::diff
