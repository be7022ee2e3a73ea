// Views, functions, policies and publications.
#include <fmt/core.h>

#include "core/text.h"
#include "domain/migration/diff/write.h"
#include "sql/names.h"

namespace assay::migration::diff {

namespace {

std::string_view without_semicolon(std::string_view definition) {
    definition = trimmed(definition);
    return ends_with(definition, ";") ? definition.substr(0, definition.size() - 1) : definition;
}

std::string view_text(const Object& view, bool replace) {
    const bool stored = view.fact("kind") == "materialized";
    std::string text = fmt::format("CREATE {}{}VIEW {}", replace ? "OR REPLACE " : "", stored ? "MATERIALIZED " : "", view.name);
    if (stored && view.has("access method") && view.fact("access method") != "heap") text += " USING " + view.fact("access method");
    if (view.has("options")) text += " WITH (" + view.fact("options") + ")";
    if (view.has("tablespace")) text += " TABLESPACE " + view.fact("tablespace");
    return fmt::format("{} AS\n{}", text, without_semicolon(view.fact("definition")));
}

// "name 'text', other 'text'": values that are quoted hold what they like.
std::vector<std::pair<std::string, std::string>> named_texts(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> all;
    while (!text.empty()) {
        const auto quote = text.find(" '");
        if (quote == text.npos) break;
        auto end = text.find('\'', quote + 2);
        while (end != text.npos && end + 1 < text.size() && text[end + 1] == '\'') end = text.find('\'', end + 2);
        if (end == text.npos) break;
        all.emplace_back(text.substr(0, quote), text.substr(quote + 1, end - quote));
        text.remove_prefix(std::min(text.size(), end + 3));
    }
    return all;
}

void write_column_comments(const Writing& writing, const Object* before, const Object& after, Statements& made) {
    if (!writing.options.comments) return;
    const auto was = before ? named_texts(before->fact("column comments")) : decltype(named_texts("")){}, is = named_texts(after.fact("column comments"));
    const auto has = [](const auto& list, const auto& wanted) { return std::find(list.begin(), list.end(), wanted) != list.end(); };
    const auto names = [](const auto& list, const auto& name) { return std::any_of(list.begin(), list.end(), [&](const auto& each) { return each.first == name; }); };
    for (const auto& each : is)
        if (!has(was, each)) made.push_back({fmt::format("COMMENT ON COLUMN {}.{} IS {}", after.name, each.first, each.second)});
    for (const auto& each : was)
        if (!names(is, each.first)) made.push_back({fmt::format("COMMENT ON COLUMN {}.{} IS NULL", after.name, each.first)});
}

std::string roles_of(const Object& policy) {
    std::vector<std::string> roles;
    for (const auto role : split(policy.fact("roles"), ',')) roles.push_back(role == "public" ? "PUBLIC" : sql::quote_identifier(role));
    return joined(roles, ", ");
}

std::string conditions_of(const Object& policy) {
    std::string text;
    if (policy.has("using")) text += " USING (" + policy.fact("using") + ")";
    if (policy.has("with check")) text += " WITH CHECK (" + policy.fact("with check") + ")";
    return text;
}

constexpr std::string_view who_sees = "who sees or writes which rows changes";

std::string publication_options(const Object& publication, int version) {
    auto text = fmt::format("publish = '{}'", replaced(publication.fact("publishes"), " ", ", "));
    if (version >= 130000) text += fmt::format(", publish_via_partition_root = {}", publication.has("via root") ? "true" : "false");
    return text;
}

// "TABLE a, TABLE b": servers before 15 want the word once.
std::string members_of(const Object& publication) { return replaced(publication.fact("members"), ", TABLE ", ", "); }

}  // namespace

Statements create_view(const Writing& writing, int b) {
    const auto& view = writing.in_b(b);
    Statements made{{view_text(view, false)}};
    write_column_comments(writing, nullptr, view, made);
    return made;
}

Statements alter_view(const Writing& writing, int a) {
    const auto& planned = writing.planned(a);
    const auto &before = writing.in_a(a), &after = writing.in_b(planned.other);
    Statements made;
    if (planned.changed.contains("definition")) {
        made.push_back({view_text(after, true)});
    } else {
        for (const auto& change : option_changes(before.fact("options"), after.fact("options")))
            made.push_back({fmt::format("ALTER {} {}", clause(writing, writing.b, after), change)});
        if (planned.changed.contains("tablespace"))
            made.push_back({fmt::format("ALTER {} SET TABLESPACE {}", clause(writing, writing.b, after), after.has("tablespace") ? after.fact("tablespace") : "pg_default")});
    }
    if (planned.changed.contains("column comments")) write_column_comments(writing, &before, after, made);
    return made;
}

Statements create_function(const Writing& writing, int b) {
    const auto& function = writing.in_b(b);
    DiffStatement statement{std::string{trimmed(function.fact("definition"))}};
    if (function.fact("_language") != "sql" || !starts_with(function.fact("_body"), "BEGIN"))
        statement.hazards.push_back({hazard::untrackable, "what the function's text reads and calls is not known to the server"});
    return {std::move(statement)};
}

Statements create_policy(const Writing& writing, int b) {
    const auto& policy = writing.in_b(b);
    return {{fmt::format("CREATE POLICY {} ON {} AS {} FOR {} TO {}{}", policy.fact("_bare"), writing.b.parent_of(policy)->name,
                         policy.has("permissive") ? "PERMISSIVE" : "RESTRICTIVE", policy.fact("command"), roles_of(policy), conditions_of(policy)),
             {{hazard::authorization, std::string{who_sees}}}}};
}

Statements alter_policy(const Writing& writing, int a) {
    const auto& planned = writing.planned(a);
    const auto& after = writing.in_b(planned.other);
    if (!planned.changed.contains("roles") && !planned.changed.contains("using") && !planned.changed.contains("with check")) return {};
    return {{fmt::format("ALTER POLICY {} ON {} TO {}{}", after.fact("_bare"), writing.b.parent_of(after)->name, roles_of(after), conditions_of(after)),
             {{hazard::authorization, std::string{who_sees}}}}};
}

Statements create_publication(const Writing& writing, int b) {
    const auto& publication = writing.in_b(b);
    const std::string what = publication.has("all tables") ? " FOR ALL TABLES" : publication.has("members") ? " FOR " + members_of(publication) : "";
    return {{fmt::format("CREATE PUBLICATION {}{} WITH ({})", publication.name, what, publication_options(publication, writing.version()))}};
}

Statements alter_publication(const Writing& writing, int a) {
    const auto& planned = writing.planned(a);
    const auto &before = writing.in_a(a), &after = writing.in_b(planned.other);
    Statements made;
    if (planned.changed.contains("publishes") || planned.changed.contains("via root"))
        made.push_back({fmt::format("ALTER PUBLICATION {} SET ({})", after.name, publication_options(after, writing.version()))});
    if (!planned.changed.contains("members") && !planned.reattached) return made;
    if (after.has("members"))
        made.push_back({fmt::format("ALTER PUBLICATION {} SET {}", after.name, members_of(after))});
    else if (!planned.reattached)
        made.push_back({fmt::format("ALTER PUBLICATION {} DROP {}", after.name, members_of(before))});
    return made;
}

}  // namespace assay::migration::diff
