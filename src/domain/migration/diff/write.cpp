#include "domain/migration/diff/write.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "core/text.h"
#include "sql/names.h"

namespace assay::migration::diff {

Writing::Writing(const Model& a_model, const Model& b_model, const Plan& made, const CompareOptions& chosen)
    : a{a_model}, b{b_model}, plan{made}, options{chosen} {
    needs.resize(b.objects.size());
    children.resize(b.objects.size());
    for (const auto& need : b.needs)
        if (!need.soft) needs[static_cast<std::size_t>(need.dependent)].push_back(need.needed);
    for (std::size_t i = 0; i < b.objects.size(); ++i)
        if (b.objects[i].parent >= 0) children[static_cast<std::size_t>(b.objects[i].parent)].push_back(static_cast<int>(i));
}

bool Writing::is_inline(int number) const {
    const auto& object = in_b(number);
    if (object.parent < 0 || !is_created(object.parent)) return false;
    const auto& parent = in_b(object.parent);
    if (object.kind == Kind::column) return true;
    if (object.kind != Kind::constraint || object.fact("kind") == "foreign" || !object.has("validated") || object.has("index options")) return false;
    if (object.derived && parent.has("inherits")) return false;
    const auto& needed = needs[static_cast<std::size_t>(number)];
    return std::all_of(needed.begin(), needed.end(), [&](int other) { return other == object.parent || in_b(other).parent == object.parent; });
}

// Of two tables that refer to each other neither could go first.
bool Writing::refers_to_what_goes(int a_number) const {
    return std::any_of(a.needs.begin(), a.needs.end(), [&](const Need& need) {
        return need.dependent == a_number && need.needed != in_a(a_number).parent && in_a(need.needed).kind == Kind::table && plan.is_gone(need.needed);
    });
}

bool Writing::goes_along(int a_number) const {
    const auto& object = in_a(a_number);
    if (object.derived) return true;
    if (object.kind == Kind::default_privileges) return plan.is_gone(a.find(Kind::schema, sql::quote_identifier(object.fact("_schema"))));
    if (object.parent >= 0 && plan.is_gone(object.parent) && !is_swapped(*this, object.parent)) return object.fact("kind") != "foreign" || !refers_to_what_goes(a_number);
    if (object.kind == Kind::column && object.has("_inherited")) return true;
    // A sequence goes with the column that owns it.
    return object.kind == Kind::sequence && plan.is_gone(a.find(Kind::column, object.fact("owned by")));
}

int Writing::followed(int number) const {
    const auto& column = in_b(number);
    if (!column.has("_inherited")) return -1;
    const auto& table = in_b(column.parent);
    const auto& parents = table.fact(table.has("partition of") ? "partition of" : "inherits");
    for (const auto parent : split(parents, ','))
        if (const int found = b.find(Kind::column, fmt::format("{}.{}", trimmed(parent), column.fact("_column"))); found >= 0) return found;
    return -1;
}

std::string bare_name(std::string_view qualified) {
    const auto dot = !qualified.empty() && qualified.front() == '"' ? qualified.find("\".") + 1 : qualified.find('.');
    return std::string{qualified.substr(dot + 1)};
}
std::string schema_part(std::string_view qualified) { return std::string{qualified.substr(0, qualified.size() - bare_name(qualified).size() - 1)}; }
std::string literal(std::string_view text) { return sql::quote_literal(text); }

std::vector<std::string> option_changes(std::string_view before, std::string_view after, std::string_view prefix) {
    const auto parsed = [](std::string_view text) {
        std::map<std::string, std::string> options;
        for (const auto part : split(text, ','))
            if (const auto option = trimmed(part); !option.empty())
                options[std::string{option.substr(0, option.find('='))}] = option.find('=') == option.npos ? "" : std::string{option.substr(option.find('=') + 1)};
        return options;
    };
    const auto was = parsed(before), is = parsed(after);
    std::vector<std::string> set, reset;
    for (const auto& [name, value] : is)
        if (const auto old = was.find(name); old == was.end() || old->second != value) set.push_back(fmt::format("{}{}={}", prefix, name, value));
    for (const auto& [name, value] : was)
        if (!is.contains(name)) reset.push_back(std::string{prefix} + name);
    std::vector<std::string> changes;
    if (!set.empty()) changes.push_back("SET (" + joined(set, ", ") + ")");
    if (!reset.empty()) changes.push_back("RESET (" + joined(reset, ", ") + ")");
    return changes;
}

std::string clause(const Writing&, const Model& model, const Object& object) {
    const auto* parent = model.parent_of(object);
    switch (object.kind) {
        case Kind::schema: return "SCHEMA " + object.name;
        case Kind::extension: return "EXTENSION " + object.name;
        case Kind::type: return (object.fact("kind") == "domain" ? "DOMAIN " : "TYPE ") + object.name;
        case Kind::sequence: return "SEQUENCE " + object.name;
        case Kind::table: return (object.fact("kind") == "foreign" ? "FOREIGN TABLE " : "TABLE ") + object.name;
        case Kind::column: return "COLUMN " + object.name;
        case Kind::constraint: return fmt::format("CONSTRAINT {} ON {}{}", object.fact("_bare"), object.has("_of_domain") ? "DOMAIN " : "", parent->name);
        case Kind::index: return "INDEX " + object.name;
        case Kind::view: return (object.fact("kind") == "materialized" ? "MATERIALIZED VIEW " : "VIEW ") + object.name;
        case Kind::function:
            if (object.fact("kind") == "aggregate") return "AGGREGATE " + (ends_with(object.name, "()") ? object.name.substr(0, object.name.size() - 1) + "*)" : object.name);
            return (object.fact("kind") == "procedure" ? "PROCEDURE " : "FUNCTION ") + object.name;
        case Kind::trigger: return fmt::format("TRIGGER {} ON {}", object.fact("_bare"), parent->name);
        case Kind::policy: return fmt::format("POLICY {} ON {}", object.fact("_bare"), parent->name);
        case Kind::rule: return fmt::format("RULE {} ON {}", object.fact("_bare"), parent->name);
        case Kind::statistics: return "STATISTICS " + object.name;
        case Kind::publication: return "PUBLICATION " + object.name;
        case Kind::default_privileges: break;
        case Kind::other: {
            std::string kind = object.fact("kind");
            std::transform(kind.begin(), kind.end(), kind.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
            return kind + " " + object.fact("_bare");
        }
    }
    return object.name;
}

namespace {

// A definition that the server prints, and what follows it.
Statements from_definition(const Writing& writing, const Object& object) {
    Statements made;
    for (const auto part : split(object.fact("definition"), ';'))
        if (!trimmed(part).empty()) made.push_back({std::string{trimmed(part)}});
    if (object.kind != Kind::other || object.fact("kind") != "text search configuration") made = {{object.fact("definition")}};
    const auto& enabled = object.fact("enabled");
    const auto* parent = writing.b.parent_of(object);
    if (!enabled.empty() && enabled != "origin") {
        const std::string_view state = enabled == "disabled" ? "DISABLE" : enabled == "replica" ? "ENABLE REPLICA" : "ENABLE ALWAYS";
        if (object.kind == Kind::other)
            made.push_back({fmt::format("ALTER EVENT TRIGGER {} {}", object.fact("_bare"), state)});
        else
            made.push_back({fmt::format("ALTER TABLE {} {} {} {}", parent->name, state, object.kind == Kind::rule ? "RULE" : "TRIGGER", object.fact("_bare"))});
    }
    if (object.has("target")) made.push_back({fmt::format("ALTER STATISTICS {} SET STATISTICS {}", object.name, object.fact("target"))});
    return made;
}

Statements alter_enabled(const Writing& writing, int a) {
    const auto& planned = writing.planned(a);
    const auto &before = writing.in_a(a), &after = writing.in_b(planned.other);
    Statements made;
    if (planned.changed.contains("enabled")) {
        const auto& enabled = after.fact("enabled");
        const std::string_view state = enabled == "disabled" ? "DISABLE" : enabled == "replica" ? "ENABLE REPLICA" : enabled == "always" ? "ENABLE ALWAYS" : "ENABLE";
        if (before.kind == Kind::other)
            made.push_back({fmt::format("ALTER EVENT TRIGGER {} {}", before.fact("_bare"), state)});
        else
            made.push_back({fmt::format("ALTER TABLE {} {} {} {}", writing.a.parent_of(before)->name, state, before.kind == Kind::rule ? "RULE" : "TRIGGER", before.fact("_bare"))});
    }
    if (planned.changed.contains("target"))
        made.push_back({fmt::format("ALTER STATISTICS {} SET STATISTICS {}", before.name, after.has("target") ? after.fact("target") : "-1")});
    return made;
}

// What is lost with a dropped object.
void add_loss(const Object& object, DiffStatement& statement) {
    if (object.kind == Kind::table) statement.hazards.push_back({hazard::deletes_data, "all rows of the table are lost"});
    if (object.kind == Kind::column && !object.has("generated")) statement.hazards.push_back({hazard::deletes_data, "all values of the column are lost"});
    if (object.kind == Kind::sequence) statement.hazards.push_back({hazard::deletes_data, "where the sequence stood is lost"});
    if (object.kind == Kind::index || (object.kind == Kind::constraint && (object.fact("kind") == "primary" || object.fact("kind") == "unique")))
        statement.hazards.push_back({hazard::index_dropped, "queries that the index served become slower"});
    if (object.kind == Kind::policy) statement.hazards.push_back({hazard::authorization, "who sees which rows changes"});
    if (object.kind == Kind::function) statement.hazards.push_back({hazard::untrackable, "what calls the function from its text or from programs is not known to the server"});
    if (object.kind == Kind::view && object.fact("kind") == "materialized")
        statement.hazards.push_back({hazard::performance, "its rows are gone until the materialized view is made again"});
}

}  // namespace

bool is_swapped(const Writing& writing, int a) {
    const auto& type = writing.in_a(a);
    if (type.kind != Kind::type || writing.planned(a).fate != Fate::replace) return false;
    return std::any_of(writing.a.needs.begin(), writing.a.needs.end(), [&](const Need& need) {
        return need.needed == a && writing.in_a(need.dependent).kind == Kind::column && !writing.plan.is_gone(need.dependent);
    });
}

std::string swapped_name(const Object& type) {
    auto name = bare_name(type.name);
    if (name.back() == '"') name.pop_back();
    constexpr std::string_view suffix = "__before";
    return name + std::string{suffix} + (name.front() == '"' ? "\"" : "");
}

Statements detach(const Writing& writing, int a) {
    const auto& object = writing.in_a(a);
    if (object.kind == Kind::table) return detach_table(writing, a);
    if (object.kind == Kind::column) return detach_column(writing, a);
    if (object.kind == Kind::type && is_swapped(writing, a)) return {{fmt::format("ALTER TYPE {} RENAME TO {}", object.name, swapped_name(object))}};
    if (object.kind == Kind::sequence && object.has("owned by") && !writing.plan.is_gone(a)) {
        const int owner = writing.a.find(Kind::column, object.fact("owned by"));
        if (writing.plan.is_gone(owner)) return {{fmt::format("ALTER SEQUENCE {} OWNED BY NONE", object.name)}};
    }
    return {};
}

Statements drop(const Writing& writing, int a) {
    const auto& object = writing.in_a(a);
    if (writing.goes_along(a) || is_swapped(writing, a)) return {};
    if (object.kind == Kind::default_privileges) return default_privileges(writing, &object, nullptr);
    DiffStatement statement;
    if (object.kind == Kind::column)
        statement.text = fmt::format("ALTER TABLE {} DROP COLUMN {}", writing.a.parent_of(object)->name, object.fact("_column"));
    else if (object.kind == Kind::constraint)
        statement.text = fmt::format("ALTER {} {} DROP CONSTRAINT {}", object.has("_of_domain") ? "DOMAIN" : "TABLE", writing.a.parent_of(object)->name, object.fact("_bare"));
    else
        statement.text = "DROP " + clause(writing, writing.a, object);
    add_loss(object, statement);
    return {std::move(statement)};
}

Statements clear_away(const Writing& writing, int a) {
    if (!is_swapped(writing, a)) return {};
    const auto& type = writing.in_a(a);
    return {{fmt::format("DROP {} {}.{}", type.fact("kind") == "domain" ? "DOMAIN" : "TYPE", schema_part(type.name), swapped_name(type))}};
}

Statements create(const Writing& writing, int b) {
    const auto& object = writing.in_b(b);
    Statements made;
    switch (object.kind) {
        case Kind::schema: made = {{"CREATE SCHEMA " + object.name}}; break;
        case Kind::extension: made = {{fmt::format("CREATE EXTENSION {} WITH SCHEMA {}", object.name, object.fact("schema"))}}; break;
        case Kind::type: made = create_type(writing, b); break;
        case Kind::sequence: made = create_sequence(writing, b); break;
        case Kind::table: return create_table(writing, b);
        case Kind::column: made = create_column(writing, b); break;
        case Kind::constraint: made = create_constraint(writing, b); break;
        case Kind::index: made = create_index(writing, b); break;
        case Kind::view: made = create_view(writing, b); break;
        case Kind::function: made = create_function(writing, b); break;
        case Kind::policy: made = create_policy(writing, b); break;
        case Kind::publication: made = create_publication(writing, b); break;
        case Kind::default_privileges: return default_privileges(writing, nullptr, &object);
        case Kind::trigger: case Kind::rule: case Kind::statistics: case Kind::other: made = from_definition(writing, object); break;
    }
    write_common(writing, nullptr, object, made);
    return made;
}

Statements alter(const Writing& writing, int a) {
    const auto& planned = writing.planned(a);
    const auto &before = writing.in_a(a), &after = writing.in_b(planned.other);
    Statements made;
    switch (before.kind) {
        case Kind::schema: break;
        case Kind::extension:
            if (planned.changed.contains("version"))
                made.push_back({fmt::format("ALTER EXTENSION {} UPDATE TO {}", after.name, literal(after.fact("version"))),
                                {{hazard::extension_version, "read what the extension says of this version"}}});
            if (planned.changed.contains("schema")) made.push_back({fmt::format("ALTER EXTENSION {} SET SCHEMA {}", after.name, after.fact("schema"))});
            break;
        case Kind::type: made = alter_type(writing, a); break;
        case Kind::sequence: made = alter_sequence(writing, a); break;
        case Kind::table: made = alter_table(writing, a); break;
        case Kind::column: made = alter_column(writing, a); break;
        case Kind::constraint: made = alter_constraint(writing, a); break;
        case Kind::index: made = alter_index(writing, a); break;
        case Kind::view: made = alter_view(writing, a); break;
        case Kind::function: if (planned.changed.contains("definition")) made = create_function(writing, planned.other); break;
        case Kind::policy: made = alter_policy(writing, a); break;
        case Kind::publication: made = alter_publication(writing, a); break;
        case Kind::default_privileges: return default_privileges(writing, &before, &after);
        case Kind::trigger: case Kind::rule: case Kind::statistics: case Kind::other: made = alter_enabled(writing, a); break;
    }
    write_common(writing, &before, after, made);
    return made;
}

Statements finish(const Writing& writing, int b) {
    const auto& object = writing.in_b(b);
    if (object.kind == Kind::table) return finish_table(writing, b);
    if (object.kind == Kind::sequence) return finish_sequence(writing, b);
    return {};
}

}  // namespace assay::migration::diff
