#include "domain/query/model/column_scope.h"

#include "core/text.h"
#include "domain/query/model/key_expression.h"
#include "sql/names.h"

namespace assay::query {

using sql::Node;

const Table* Names::table(Node range) const {
    const auto name = range["relname"].text(), schema = range["schemaname"].text();
    if (schema.empty() && queries_.count(std::string{name})) return nullptr;
    const std::string quoted = sql::quote_identifier(name);
    if (!schema.empty()) {
        const auto found = tables_.find(sql::quote_identifier(schema) + "." + quoted);
        return found == tables_.end() ? nullptr : &found->second;
    }
    if (const auto found = tables_.find("public." + quoted); found != tables_.end()) return &found->second;
    const Table* only = nullptr;
    for (const auto& [full, table] : tables_)
        if (ends_with(full, "." + quoted)) {
            if (only) return nullptr;
            only = &table;
        }
    return only;
}

void Names::add_use(Node range, Scope& scope) {
    const Table* own = table(range);
    if (!own) {
        scope.opaque = true;
        return note_unknown_table(range);
    }
    const auto alias = range["alias"]["aliasname"].text();
    auto& use = roles_.uses.emplace_back();
    use.table = own;
    use.alias = alias.empty() ? range["relname"].text() : alias;
    scope.uses.push_back(roles_.uses.size() - 1);
}

std::optional<Found> Names::column(Node wrapped, const Scope& scope) const {
    const Node reference = wrapped.as("ColumnRef");
    if (!reference) return {};
    std::vector<std::string> names;
    for (const Node field : reference["fields"]) {
        if (field.tag() == "A_Star") return {};
        names.emplace_back(field.string());
    }
    if (names.empty()) return {};
    const std::string quoted = sql::quote_identifier(names.back());
    const std::string alias = names.size() > 1 ? names[names.size() - 2] : "";
    for (const Scope* at = &scope; at; at = at->outer) {
        std::optional<Found> found;
        for (const auto number : at->uses) {
            const auto& each = roles_.uses[number];
            if ((!alias.empty() && each.alias != alias) || !each.table->find(quoted)) continue;
            if (found) return {};
            found = Found{number, quoted};
        }
        if (found) return found;
    }
    return {};
}

std::optional<Found> Names::operand(Node wrapped, const Scope& scope) const {
    if (auto found = column(wrapped, scope)) return found;
    std::optional<std::size_t> use;
    const auto text = key_expression(wrapped, [&](Node reference) -> std::optional<std::string> {
        auto found = column(reference, scope);
        if (!found || (use && *use != found->use)) return {};
        use = found->use;
        return std::move(found->column);
    });
    if (!text || !use) return {};
    return Found{*use, *text};
}

std::optional<std::size_t> Names::whole_row(Node reference, const Scope& scope) const {
    const Node fields = reference["fields"];
    if (fields.size() != 1) return {};
    const auto name = (*fields.begin()).string();
    for (const Scope* at = &scope; at; at = at->outer)
        for (const auto number : at->uses)
            if (roles_.uses[number].alias == name) return number;
    return {};
}

// Only where no schema has it: of two that do, nobody knows which is meant.
void Names::note_unknown_table(Node range) {
    const auto name = range["relname"].text(), schema = range["schemaname"].text();
    if (name.empty() || (schema.empty() && queries_.count(std::string{name}))) return;
    const std::string quoted = sql::quote_identifier(name);
    for (const auto& [full, table] : tables_)
        if (schema.empty() && ends_with(full, "." + quoted)) return;
    roles_.unknown.push_back({nullptr, schema.empty() ? quoted : sql::quote_identifier(schema) + "." + quoted});
}

void Names::note_unknown_column(Node reference, const Scope& scope) {
    std::vector<std::string_view> names;
    for (const Node field : reference["fields"]) names.push_back(field.string());
    static const std::set<std::string_view> system{"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"};
    if (names.empty() || names.back().empty() || system.count(names.back())) return;
    const TableUse* told = names.size() > 1 ? named(names[names.size() - 2], scope) : only_one(names.back(), scope);
    const std::string quoted = sql::quote_identifier(names.back());
    if (told && !told->table->find(quoted)) roles_.unknown.push_back({told->table, quoted});
}

const TableUse* Names::named(std::string_view alias, const Scope& scope) const {
    for (const Scope* at = &scope; at; at = at->outer)
        for (const auto number : at->uses)
            if (roles_.uses[number].alias == alias) return &roles_.uses[number];
    return nullptr;
}

// "o" alone may be the whole row of alias o.
const TableUse* Names::only_one(std::string_view name, const Scope& scope) const {
    if (scope.outer || scope.opaque || scope.uses.size() != 1) return nullptr;
    const TableUse& only = roles_.uses[scope.uses[0]];
    return only.alias == name ? nullptr : &only;
}

}  // namespace assay::query
