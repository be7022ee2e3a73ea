#include "domain/postgres/live_query/catalogue.h"

#include <fmt/core.h>

#include <charconv>

#include "core/catalogue.h"
#include "core/text.h"
#include "domain/postgres/live_query/lists.h"
#include "domain/postgres/read/catalogue_reader.h"

namespace assay::postgres::live {

namespace {

std::string array_of(const std::set<Oid>& ids) {
    std::string text;
    for (const Oid id : ids) text += (text.empty() ? "" : ",") + std::to_string(id);
    return "'{" + text + "}'::oid[]";
}

// The text of an array of ids, {1,NULL,0} or [0:1]={1,2}.
std::vector<Oid> ids_in(std::string_view text) {
    std::vector<Oid> ids;
    const auto begin = text.find('{');
    if (begin == text.npos) return ids;
    for (const auto part : split(text.substr(begin + 1), ',')) {
        Oid id = 0;
        std::from_chars(part.data(), part.data() + part.size(), id);
        if (id != 0) ids.push_back(id);
    }
    return ids;
}

// The text of an array of names.
std::vector<std::string> names_in(std::string_view text) {
    std::vector<std::string> names;
    if (text.size() < 2) return names;
    text = text.substr(1, text.size() - 2);
    for (std::size_t at = 0; at <= text.size(); ++at) {
        std::string name;
        const bool quoted = at < text.size() && text[at] == '"';
        for (at += quoted; at < text.size() && text[at] != (quoted ? '"' : ','); ++at) {
            if (text[at] == '\\' && at + 1 < text.size()) ++at;
            name += text[at];
        }
        at += quoted;
        names.push_back(std::move(name));
    }
    return names;
}

// One row, its columns by name.
class Row {
public:
    Row(const pg::Rows& rows, int row) : rows_{rows}, row_{row} {}

    std::string text(std::string_view name) const { return std::string{rows_.text(row_, column(name))}; }
    bool flag(std::string_view name) const { return rows_.boolean(row_, column(name)); }
    Oid id() const { return static_cast<Oid>(rows_.integer(row_, column("oid"))); }
    char letter(std::string_view name) const {
        const auto value = rows_.text(row_, column(name));
        return value.empty() ? ' ' : value.front();
    }
    std::vector<Oid> ids(std::string_view name) const { return column(name) < 0 ? std::vector<Oid>{} : ids_in(rows_.text(row_, column(name))); }
    std::optional<std::string> optional(std::string_view name) const {
        return rows_.is_null(row_, column(name)) ? std::nullopt : std::optional{text(name)};
    }

private:
    int column(std::string_view name) const {
        for (int c = 0; c < rows_.columns(); ++c)
            if (rows_.column_name(c) == name) return c;
        return -1;
    }
    const pg::Rows& rows_;
    int row_;
};

Beside beside(const Row& row) {
    return {row.id(), row.text("signature"), row.ids("functions"), row.ids("operators"), row.ids("types"), row.ids("relations"), row.ids("handlers"),
            row.ids("casts")};
}

template <class Object, class Make>
Result<std::vector<Object>> each(const Result<pg::Rows>& rows, Make make) {
    if (!rows) return tl::unexpected(rows.error());
    std::vector<Object> objects;
    for (int r = 0; r < rows->size(); ++r) objects.push_back(make(Row{*rows, r}));
    return objects;
}

Known<Function> function_in(const Row& row) {
    Function function;
    function.id = row.id();
    function.schema = row.text("schema");
    function.name = row.text("name");
    function.signature = row.text("signature");
    function.source = row.text("source");
    function.language = row.text("language");
    function.extension = row.text("extension");
    function.volatility = row.letter("volatility");
    function.kind = row.letter("kind");
    function.as_owner = row.flag("as_owner");
    function.has_settings = row.flag("has_settings");
    function.argument_types = row.ids("argument_types");
    function.argument_names = names_in(row.text("argument_names"));
    function.tree = row.optional("tree");
    function.defaults = row.optional("defaults");
    return {std::move(function), beside(row)};
}

Known<Relation> relation_in(const Row& row) {
    return {{row.id(), row.text("schema"), row.text("name"), row.text("signature"), row.letter("kind"), row.flag("has_policies")}, beside(row)};
}

KeptTree tree_in(const Row& row) { return {row.text("place"), row.text("tree")}; }

}  // namespace

Result<pg::Rows> Catalogue::ask(std::string_view file, const std::vector<std::pair<std::string, std::string>>& values) {
    auto query = query_for_version(catalogue::text(fmt::format("domain/postgres/live_query/facts/{}.sql", file)), session_.server_version(), false);
    for (const auto& [name, value] : values) query = replaced(query, name, value);
    return session_.query(query);
}

Result<std::vector<Known<Function>>> Catalogue::functions(const std::set<Oid>& ids) {
    return each<Known<Function>>(ask("functions", {{":ids", array_of(ids)}}), function_in);
}

Result<std::vector<Beside>> Catalogue::operators(const std::set<Oid>& ids) { return each<Beside>(ask("operators", {{":ids", array_of(ids)}}), beside); }

Result<std::vector<Beside>> Catalogue::types(const std::set<Oid>& ids) { return each<Beside>(ask("types", {{":ids", array_of(ids)}}), beside); }

Result<std::vector<Known<Relation>>> Catalogue::relations(const std::set<Oid>& ids) {
    return each<Known<Relation>>(ask("relations", {{":ids", array_of(ids)}}), relation_in);
}

Result<std::vector<KeptTree>> Catalogue::trees(const std::set<Oid>& relations, const std::set<Oid>& types) {
    return each<KeptTree>(ask("trees", {{":relations", array_of(relations)}, {":types", array_of(types)}}), tree_in);
}

Result<std::vector<KeptTree>> Catalogue::rules(const std::set<Oid>& relations) {
    return each<KeptTree>(ask("rules", {{":relations", array_of(relations)}}), tree_in);
}

Result<std::set<std::string>> Catalogue::unjudged() {
    const auto rows = ask("unjudged", {{":extensions", lists::known_extensions_array()}});
    if (!rows) return tl::unexpected(rows.error());
    std::set<std::string> names;
    for (int r = 0; r < rows->size(); ++r) names.emplace(rows->text(r, 0));
    return names;
}

Result<std::vector<std::string>> Catalogue::columns(const std::map<Oid, std::set<int>>& read) {
    std::string conditions;
    for (const auto& [relation, numbers] : read)
        for (const int number : numbers)
            conditions += fmt::format("{}(a.attrelid = {} and {})", conditions.empty() ? "" : " or ", relation,
                                      number == 0 ? std::string{"a.attnum > 0"} : fmt::format("a.attnum = {}", number));
    std::vector<std::string> names;
    if (conditions.empty()) return names;
    const auto rows = session_.query("select c.relname || '.' || a.attname from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid where " + conditions);
    if (!rows) return tl::unexpected(rows.error());
    for (int r = 0; r < rows->size(); ++r) names.emplace_back(rows->text(r, 0));
    return names;
}

}  // namespace assay::postgres::live
