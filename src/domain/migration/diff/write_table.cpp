// Tables: partitions are made as tables of their own and then attached, as pg_dump does it: ATTACH locks the parent least.
#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "domain/migration/diff/write.h"

namespace assay::migration::diff {

namespace {

Statements on_table(const Object& table, const std::string& action) { return {{fmt::format("ALTER TABLE {} {}", table.name, action)}}; }

std::string with_options(const Object& table) {
    std::string options = table.fact("options");
    for (const auto part : split(table.fact("TOAST options"), ','))
        if (!trimmed(part).empty()) options += (options.empty() ? "toast." : ", toast.") + std::string{trimmed(part)};
    return options.empty() ? "" : " WITH (" + options + ")";
}

std::vector<std::string> parts_of(const Writing& writing, int number, bool from_birth) {
    std::vector<std::string> parts;
    for (const bool columns : {true, false})
        for (const int child : writing.children[static_cast<std::size_t>(number)]) {
            const auto& object = writing.in_b(child);
            if ((object.kind == Kind::column) != columns || !writing.is_inline(child)) continue;
            if (columns && !(from_birth && object.has("_inherited"))) parts.push_back(column_definition(writing, child));
            if (!columns) parts.push_back(fmt::format("CONSTRAINT {} {}", object.fact("_bare"), object.fact("definition")));
        }
    return parts;
}

std::string table_text(const Writing& writing, int number) {
    const auto& table = writing.in_b(number);
    const bool from_birth = inherits_from_birth(writing, number);
    const bool foreign = table.fact("kind") == "foreign";
    std::string text = fmt::format("CREATE {}TABLE {} (", table.fact("persistence") == "unlogged" ? "UNLOGGED " : foreign ? "FOREIGN " : "", table.name);
    const auto parts = parts_of(writing, number, from_birth);
    for (std::size_t i = 0; i < parts.size(); ++i) text += fmt::format("{}\n    {}", i ? "," : "", parts[i]);
    text += parts.empty() ? ")" : "\n)";
    if (from_birth) text += fmt::format(" INHERITS ({})", table.fact("inherits"));
    if (table.has("partition key")) text += " PARTITION BY " + table.fact("partition key");
    if (table.has("access method") && table.fact("access method") != "heap") text += " USING " + table.fact("access method");
    if (foreign) text += fmt::format(" SERVER {}{}", table.fact("server"), table.has("foreign options") ? " OPTIONS (" + table.fact("foreign options") + ")" : "");
    text += with_options(table);
    if (table.has("tablespace")) text += " TABLESPACE " + table.fact("tablespace");
    return text;
}

void write_row_security(const Object* before, const Object& after, Statements& made) {
    for (const auto& [fact, on, off] : {std::tuple{"row security", "ENABLE", "DISABLE"}, std::tuple{"forced row security", "FORCE", "NO FORCE"}}) {
        const bool was = before && before->has(fact);
        if (was == after.has(fact)) continue;
        made.push_back({fmt::format("ALTER TABLE {} {} ROW LEVEL SECURITY", after.name, after.has(fact) ? on : off),
                        {{hazard::authorization, "who sees which rows changes"}}});
    }
}

}  // namespace

bool inherits_from_birth(const Writing& writing, int table) {
    bool own = false;
    for (const int child : writing.children[static_cast<std::size_t>(table)]) {
        const auto& object = writing.in_b(child);
        if (object.kind != Kind::column) continue;
        if (object.has("_inherited") && own) return false;
        own |= !object.has("_inherited");
    }
    return writing.in_b(table).has("inherits");
}

Statements create_table(const Writing& writing, int b) {
    const auto& table = writing.in_b(b);
    Statements made{{table_text(writing, b)}};
    write_row_security(nullptr, table, made);
    write_common(writing, nullptr, table, made);
    for (const int child : writing.children[static_cast<std::size_t>(b)]) {
        const auto& object = writing.in_b(child);
        if (!writing.is_inline(child)) continue;
        if (object.kind == Kind::column) {
            for (auto& statement : create_column(writing, child)) made.push_back(std::move(statement));
            write_rights(writing, nullptr, object, made);
        }
        if (!object.derived || object.kind == Kind::column) write_comment(writing, nullptr, object, made);
    }
    return made;
}

Statements detach_table(const Writing& writing, int a) {
    const auto& planned = writing.planned(a);
    const auto& before = writing.in_a(a);
    if (planned.fate != Fate::alter) return {};
    Statements made;
    if (before.has("partition of") && (planned.reattached || planned.changed.contains("partition of") || planned.changed.contains("bound")))
        made.push_back({fmt::format("ALTER TABLE {} DETACH PARTITION {}", before.fact("partition of"), before.name)});
    if (before.has("inherits") && (planned.reattached || planned.changed.contains("inherits")))
        for (const auto parent : split(before.fact("inherits"), ',')) made.push_back(on_table(before, fmt::format("NO INHERIT {}", trimmed(parent))).front());
    return made;
}

Statements alter_table(const Writing& writing, int a) {
    const auto& planned = writing.planned(a);
    const auto &before = writing.in_a(a), &after = writing.in_b(planned.other);
    Statements made;
    const auto say = [&](const std::string& action) { made.push_back(on_table(after, action).front()); };
    if (planned.changed.contains("persistence")) say(after.fact("persistence") == "unlogged" ? "SET UNLOGGED" : "SET LOGGED");
    if (planned.changed.contains("access method")) say("SET ACCESS METHOD " + after.fact("access method"));
    if (planned.changed.contains("tablespace")) say("SET TABLESPACE " + (after.has("tablespace") ? after.fact("tablespace") : "pg_default"));
    for (const auto& change : option_changes(before.fact("options"), after.fact("options"))) say(change);
    for (const auto& change : option_changes(before.fact("TOAST options"), after.fact("TOAST options"), "toast.")) say(change);
    if (planned.changed.contains("foreign options")) {
        std::vector<std::string> options;
        for (const auto part : split(before.fact("foreign options"), ','))
            if (const auto option = trimmed(part); !option.empty()) options.push_back("DROP " + std::string{option.substr(0, option.find(' '))});
        if (after.has("foreign options")) options.push_back("ADD " + replaced(after.fact("foreign options"), "', ", "', ADD "));
        made.push_back({fmt::format("ALTER FOREIGN TABLE {} OPTIONS ({})", after.name, joined(options, ", "))});
    }
    write_row_security(&before, after, made);
    return made;
}

Statements finish_table(const Writing& writing, int b) {
    const auto& table = writing.in_b(b);
    const int a = writing.plan.before[static_cast<std::size_t>(b)];
    const bool created = writing.is_created(b);
    const auto* planned = created ? nullptr : &writing.planned(a);
    Statements made;
    const auto changed = [&](std::string_view fact) { return created ? table.has(fact) : planned->changed.contains(fact); };
    if (table.has("partition of") && (changed("partition of") || changed("bound") || (planned && planned->reattached)))
        made.push_back({fmt::format("ALTER TABLE {} ATTACH PARTITION {} {}", table.fact("partition of"), table.name, table.fact("bound"))});
    const bool inherits = created ? !inherits_from_birth(writing, b) : changed("inherits") || planned->reattached;
    if (table.has("inherits") && inherits)
        for (const auto parent : split(table.fact("inherits"), ',')) made.push_back(on_table(table, fmt::format("INHERIT {}", trimmed(parent))).front());
    // An index that was made anew is no longer what the table is clustered on, or told apart by.
    const auto remade = [&](std::string_view index) {
        const int found = writing.b.find(Kind::index, fmt::format("{}.{}", schema_part(table.name), index));
        const int key = writing.b.find(Kind::constraint, fmt::format("{} on {}", index, table.name));
        return (found >= 0 && writing.is_created(found)) || (key >= 0 && writing.is_created(key));
    };
    if (const auto& index = table.fact("clustered on"); changed("clustered on") || (!index.empty() && remade(index)))
        made.push_back(on_table(table, index.empty() ? "SET WITHOUT CLUSTER" : "CLUSTER ON " + index).front());
    const std::string& identity = table.fact("replica identity");
    const bool by_index = starts_with(identity, "index ");
    if ((created ? identity != "default" : changed("replica identity")) || (by_index && remade(identity.substr(6))))
        made.push_back(on_table(table, by_index ? "REPLICA IDENTITY USING INDEX " + identity.substr(6)
                                                : fmt::format("REPLICA IDENTITY {}", identity == "full" ? "FULL" : identity == "nothing" ? "NOTHING" : "DEFAULT")).front());
    return made;
}

}  // namespace assay::migration::diff
