// Rights, owners and comments.
#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "core/text.h"
#include "domain/migration/diff/write.h"
#include "sql/names.h"

namespace assay::migration::diff {

namespace {

// By grantee, privilege; true with the right to grant it on.
using Rights = std::map<std::pair<std::string, std::string>, bool>;
constexpr std::string_view grantable = " with grant option";

Rights rights_in(std::string_view text) {
    Rights rights;
    for (auto line : lines_of(text)) {
        if (line.empty()) continue;
        const bool option = ends_with(line, grantable);
        if (option) line.remove_suffix(grantable.size());
        const auto blank = line.rfind(' ');
        rights[{std::string{line.substr(0, blank)}, std::string{line.substr(blank + 1)}}] = option;
    }
    return rights;
}

// "SELECT, INSERT" of each grantee, by what is said of them.
struct Said {
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> words;  // of "GRANT"/"REVOKE" form and grantee
    void add(std::string_view form, const std::string& grantee, const std::string& privilege) { words[{std::string{form}, grantee}].push_back(privilege); }
};

std::string grantee_text(const std::string& grantee) { return grantee == "public" ? "PUBLIC" : sql::quote_identifier(grantee); }

Said changes_between(const Rights& before, const Rights& after) {
    Said said;
    for (const auto& [key, option] : before) {
        const auto left = after.find(key);
        if (left == after.end()) said.add("revoke", key.first, key.second);
        else if (option && !left->second) said.add("revoke option", key.first, key.second);
    }
    for (const auto& [key, option] : after) {
        const auto was = before.find(key);
        if (was == before.end() || (option && !was->second)) said.add(option ? "grant option" : "grant", key.first, key.second);
    }
    return said;
}

// `privileges` makes of a privilege what stands in the statement: "SELECT", "SELECT (total)".
void write_changes(const Said& said, const std::string& on, std::string_view start, std::string_view suffix, Statements& statements) {
    for (const bool revoking : {true, false})
        for (const auto& [key, privileges] : said.words) {
            const auto& [form, grantee] = key;
            if (starts_with(form, "revoke") != revoking) continue;
            std::vector<std::string> words;
            for (const auto& privilege : privileges) words.push_back(privilege + std::string{suffix});
            const bool option = ends_with(form, "option");
            statements.push_back({revoking ? fmt::format("{}REVOKE {}{} ON {} FROM {}", start, option ? "GRANT OPTION FOR " : "", joined(words, ", "), on, grantee_text(grantee))
                                           : fmt::format("{}GRANT {} ON {} TO {}{}", start, joined(words, ", "), on, grantee_text(grantee), option ? " WITH GRANT OPTION" : ""),
                                  {{hazard::authorization, "who may do what changes"}}});
        }
}

std::string_view kind_of_new(const Object& object) {
    switch (object.kind) {
        case Kind::table: case Kind::view: return "tables";
        case Kind::sequence: return "sequences";
        case Kind::function: return "functions";
        case Kind::type: return "types";
        case Kind::schema: return "schemas";
        default: return {};
    }
}

std::string_view built_in(std::string_view kind) { return kind == "functions" ? "public EXECUTE" : kind == "types" ? "public USAGE" : ""; }

// What a new object has before anybody grants anything: PostgreSQL's own, or what the default privileges in force say. They are changed
// after everything else was made.
Rights of_new(const Writing& writing, const Object& object) {
    const auto kind = kind_of_new(object);
    Rights rights = rights_in(built_in(kind));
    for (const auto& each : writing.a.objects) {
        if (each.kind != Kind::default_privileges || each.fact("_kind") != kind || each.has("_role")) continue;
        if (!each.has("_schema")) rights = rights_in(each.fact("rights"));
    }
    for (const auto& each : writing.a.objects) {
        if (each.kind != Kind::default_privileges || each.fact("_kind") != kind || each.has("_role") || !each.has("_schema")) continue;
        if (sql::quote_identifier(each.fact("_schema")) != schema_part(object.name)) continue;
        for (const auto& [key, option] : rights_in(each.fact("rights"))) rights[key] |= option;
    }
    return rights;
}

std::string on_what(const Writing& writing, const Object& object) {
    switch (object.kind) {
        case Kind::table: case Kind::view: return "TABLE " + object.name;
        case Kind::column: return "TABLE " + writing.b.parent_of(object)->name;
        case Kind::type: return "TYPE " + object.name;
        case Kind::function: return fmt::format("{} {}", object.fact("kind") == "procedure" ? "PROCEDURE" : "FUNCTION", object.name);
        case Kind::other: return fmt::format("FOREIGN {} {}", object.fact("kind") == "server" ? "SERVER" : "DATA WRAPPER", object.fact("_bare"));
        default: return clause(writing, writing.b, object);
    }
}

// What the table's own REVOKE takes from its columns too.
void without_the_tables(const Writing& writing, const Object& before, const Object& after, Rights& rights) {
    const auto table_before = rights_in(writing.a.parent_of(before)->fact("rights")), table_after = rights_in(writing.b.parent_of(after)->fact("rights"));
    for (const auto& [key, option] : table_before)
        if (!table_after.contains(key)) rights.erase(key);
}

}  // namespace

void write_rights(const Writing& writing, const Object* before, const Object& after, Statements& statements) {
    if (!writing.options.rights) return;
    auto was = before ? rights_in(before->fact("rights")) : of_new(writing, after);
    if (before && after.kind == Kind::column) without_the_tables(writing, *before, after, was);
    const std::string suffix = after.kind == Kind::column ? " (" + after.fact("_column") + ")" : "";
    write_changes(changes_between(was, rights_in(after.fact("rights"))), on_what(writing, after), "", suffix, statements);
    if (after.has("identity sequence"))
        write_changes(changes_between(before ? rights_in(before->fact("sequence rights")) : Rights{}, rights_in(after.fact("sequence rights"))),
                      "SEQUENCE " + after.fact("identity sequence"), "", "", statements);
}

void write_comment(const Writing& writing, const Object* before, const Object& after, Statements& statements) {
    if (!writing.options.comments || (before ? before->fact("comment") == after.fact("comment") : !after.has("comment"))) return;
    statements.push_back({fmt::format("COMMENT ON {} IS {}", clause(writing, writing.b, after), after.has("comment") ? literal(after.fact("comment")) : "NULL")});
}

void write_owner(const Writing& writing, const Object* before, const Object& after, Statements& statements) {
    if (!writing.options.owners || !after.has("owner") || (before && before->fact("owner") == after.fact("owner"))) return;
    statements.push_back({fmt::format("ALTER {} OWNER TO {}", clause(writing, writing.b, after), sql::quote_identifier(after.fact("owner"))),
                          {{hazard::authorization, "who may change and drop it changes"}}});
}

Statements default_privileges(const Writing&, const Object* before, const Object* after) {
    const Object& object = after ? *after : *before;
    const auto standard = object.has("_schema") ? std::string_view{} : built_in(object.fact("_kind"));
    const auto was = rights_in(before ? std::string_view{before->fact("rights")} : standard), is = rights_in(after ? std::string_view{after->fact("rights")} : standard);
    std::string start = "ALTER DEFAULT PRIVILEGES ";
    if (object.has("_role")) start += "FOR ROLE " + sql::quote_identifier(object.fact("_role")) + " ";
    if (object.has("_schema")) start += "IN SCHEMA " + sql::quote_identifier(object.fact("_schema")) + " ";
    std::string on = object.fact("_kind");
    std::transform(on.begin(), on.end(), on.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    Statements made;
    write_changes(changes_between(was, is), on, start, "", made);
    return made;
}

}  // namespace assay::migration::diff
