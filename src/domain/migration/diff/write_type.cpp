// Types, domains and sequences.
#include <fmt/core.h>

#include "core/text.h"
#include "domain/migration/diff/write.h"

namespace assay::migration::diff {

namespace {

std::string domain_text(const Writing& writing, int b) {
    const auto& domain = writing.in_b(b);
    std::string text = fmt::format("CREATE DOMAIN {} AS {}", domain.name, domain.fact("base type"));
    if (domain.has("collation")) text += " COLLATE " + domain.fact("collation");
    if (domain.has("default")) text += " DEFAULT " + domain.fact("default");
    if (domain.has("not null")) text += " NOT NULL";
    for (const int child : writing.children[static_cast<std::size_t>(b)])
        if (const auto& constraint = writing.in_b(child); writing.is_inline(child))
            text += fmt::format(" CONSTRAINT {} {}", constraint.fact("_bare"), constraint.fact("definition"));
    return text;
}

std::string parameters(const Object& sequence) {
    return fmt::format("AS {} INCREMENT BY {} MINVALUE {} MAXVALUE {} START WITH {} CACHE {}{}", sequence.fact("type"), sequence.fact("increment"),
                       sequence.fact("minimum"), sequence.fact("maximum"), sequence.fact("start"), sequence.fact("cache"), sequence.has("cycles") ? " CYCLE" : " NO CYCLE");
}

}  // namespace

Statements create_type(const Writing& writing, int b) {
    const auto& type = writing.in_b(b);
    const auto& kind = type.fact("kind");
    if (kind == "enum") return {{fmt::format("CREATE TYPE {} AS ENUM ({})", type.name, type.fact("values"))}};
    if (kind == "range") return {{type.fact("definition")}};
    if (kind == "composite") return {{fmt::format("CREATE TYPE {} AS ({})", type.name, type.fact("attributes"))}};
    Statements made{{domain_text(writing, b)}};
    for (const int child : writing.children[static_cast<std::size_t>(b)])
        if (writing.is_inline(child)) write_comment(writing, nullptr, writing.in_b(child), made);
    return made;
}

Statements alter_type(const Writing& writing, int a) {
    const auto& planned = writing.planned(a);
    const auto &before = writing.in_a(a), &after = writing.in_b(planned.other);
    Statements made;
    if (planned.changed.contains("values"))
        for (const auto& value : values_to_add(before, after).value_or(std::vector<std::string>{}))
            made.push_back({.text = fmt::format("ALTER TYPE {} ADD VALUE {}", after.name, value), .committed = true});
    if (planned.changed.contains("attributes"))
        for (const auto& change : attribute_changes(before, after).value_or(std::vector<std::string>{})) {
            made.push_back({fmt::format("ALTER TYPE {} {}", after.name, change)});
            if (starts_with(change, "DROP")) made.back().hazards.push_back({hazard::deletes_data, "values of the attribute are lost"});
        }
    if (planned.changed.contains("default"))
        made.push_back({fmt::format("ALTER DOMAIN {} {}", after.name, after.has("default") ? "SET DEFAULT " + after.fact("default") : "DROP DEFAULT")});
    if (planned.changed.contains("not null"))
        made.push_back({fmt::format("ALTER DOMAIN {} {}", after.name, after.has("not null") ? "SET NOT NULL" : "DROP NOT NULL")});
    return made;
}

Statements create_sequence(const Writing& writing, int b) {
    const auto& sequence = writing.in_b(b);
    return {{fmt::format("CREATE {}SEQUENCE {} {}", sequence.fact("persistence") == "unlogged" ? "UNLOGGED " : "", sequence.name, parameters(sequence))}};
}

Statements alter_sequence(const Writing& writing, int a) {
    const auto& planned = writing.planned(a);
    const auto& after = writing.in_b(planned.other);
    Statements made;
    for (const auto* fact : {"type", "increment", "minimum", "maximum", "start", "cache", "cycles"})
        if (planned.changed.contains(fact)) {
            made.push_back({fmt::format("ALTER SEQUENCE {} {}", after.name, parameters(after))});
            break;
        }
    if (planned.changed.contains("persistence"))
        made.push_back({fmt::format("ALTER SEQUENCE {} SET {}", after.name, after.fact("persistence") == "unlogged" ? "UNLOGGED" : "LOGGED")});
    return made;
}

Statements finish_sequence(const Writing& writing, int b) {
    const auto& sequence = writing.in_b(b);
    const int a = writing.plan.before[static_cast<std::size_t>(b)];
    const bool created = writing.is_created(b);
    const bool let_go = !created && writing.in_a(a).has("owned by") && writing.plan.is_gone(writing.a.find(Kind::column, writing.in_a(a).fact("owned by")));
    const bool changed = created ? sequence.has("owned by") : writing.planned(a).changed.contains("owned by") || (let_go && sequence.has("owned by"));
    if (!changed) return {};
    return {{fmt::format("ALTER SEQUENCE {} OWNED BY {}", sequence.name, sequence.has("owned by") ? sequence.fact("owned by") : "NONE")}};
}

}  // namespace assay::migration::diff
