#include "domain/migration/diff/read_model.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <set>

#include "core/catalogue.h"
#include "core/text.h"
#include "map/map.h"

namespace assay::migration::diff {

namespace {

using Index = std::map<std::int64_t, int>;  // of objects by what the map calls them

// "fillfactor=70,autovacuum_enabled=false" in one order, whoever set which first.
std::string in_order(std::string_view options) {
    std::vector<std::string> parts;
    for (const auto part : split(options, ',')) parts.emplace_back(part);
    std::sort(parts.begin(), parts.end());
    return joined(parts, ", ");
}

class Reader {
public:
    Reader(const Map& map, std::int64_t database_id) : map_{map}, database_{database_id} {}

    Result<Model> read() {
        model_.version = static_cast<int>(number("select version from databases where id = ?1"));
        for (std::size_t kind = 0; kind < kind_names.size(); ++kind) read_objects(static_cast<Kind>(kind));
        read_places();
        read_aliases();
        read_rights();
        read_needs();
        if (!problem_.empty()) return fail("this map lacks what schemas are compared by; make it anew: " + problem_);
        return std::move(model_);
    }

private:
    MapStatement ask(std::string_view sql) {
        auto query = map_.prepare(sql);
        if (!query.ok() && problem_.empty()) problem_ = query.error();
        query.bind(1, database_);
        return query;
    }
    std::int64_t number(std::string_view sql) {
        auto query = ask(sql);
        return query.step() ? query.integer(0) : 0;
    }
    std::optional<int> object_of(std::int64_t id) const {
        const auto found = index_.find(id);
        return found == index_.end() ? std::nullopt : std::optional{found->second};
    }

    void read_objects(Kind kind);
    void read_places();
    void read_aliases();
    void read_rights();
    void read_needs();
    void need(std::optional<int> dependent, std::optional<int> needed, bool soft = false);
    void needs_of(std::string_view sql, bool soft = false);
    void columns_of_constraints();
    void schemas_needed();
    void calls_in_bodies();

    const Map& map_;
    std::int64_t database_;
    Model model_;
    Index index_;
    std::string problem_;  // the first query that does not fit the map
};

void Reader::read_objects(Kind kind) {
    const auto path = fmt::format("domain/migration/diff/objects/{}.sql", kind_names[static_cast<std::size_t>(kind)]);
    auto query = ask(catalogue::text(path));
    if (!query.ok()) return;
    const int id = query.column_index("id"), parent = query.column_index("parent_id"), name = query.column_index("name");
    while (query.step()) {
        Object object{.kind = kind, .name = std::string{query.text(name)}, .id = query.integer(id)};
        if (parent >= 0) {
            const auto of = object_of(query.integer(parent));
            if (!of) continue;  // of what is no object: an extension's table
            object.parent = *of;
        }
        for (int c = 0; c < query.columns(); ++c) {
            if (c == id || c == parent || c == name || query.is_null(c)) continue;
            const auto fact = query.column_name(c);
            object.facts.emplace(fact, ends_with(fact, "ptions") && fact != "identity options" && fact != "foreign options"
                                           ? in_order(query.text(c)) : std::string{query.text(c)});
        }
        object.derived = object.has("_derived");
        const int number = static_cast<int>(model_.objects.size());
        index_.emplace(object.id, number);
        model_.by_name.emplace(std::pair{kind, object.name}, number);
        model_.objects.push_back(std::move(object));
    }
}

void Reader::read_places() {
    auto query = map_.prepare("select file, line, column from places where object_id = ?1");
    for (auto& object : model_.objects) {
        query.bind(1, object.id);
        if (query.step()) object.place = {std::string{query.text(0)}, static_cast<int>(query.integer(1)), static_cast<int>(query.integer(2))};
        query.reset();
    }
}

// What stands on the map as a row of its own and is a part of an object here.
void Reader::read_aliases() {
    for (const auto* sql : {
             "select i.id, i.constraint_id from indexes i where i.database_id = ?1 and i.constraint_id is not null",
             "select s.id, s.owner_attribute_id from sequences s where s.database_id = ?1 and s.owned_as = 'identity'",
             "select a.id, a.relation_id from attributes a join relations r on r.id = a.relation_id where a.database_id = ?1 "
             "and r.kind in ('view', 'materialized')",
             "select r.id, t.id from relations r join types t on t.database_id = r.database_id and t.schema = r.schema and t.typname = r.relname "
             "where r.database_id = ?1 and r.kind = 'composite'",
             "select a.id, t.id from attributes a join relations r on r.id = a.relation_id join types t on t.database_id = r.database_id "
             "and t.schema = r.schema and t.typname = r.relname where a.database_id = ?1 and r.kind = 'composite'"}) {
        auto query = ask(sql);
        while (query.step())
            if (const auto object = object_of(query.integer(1))) index_.emplace(query.integer(0), *object);
    }
}

// "anon SELECT" and "app UPDATE with grant option", a line each. An identity column's are those of its sequence, beside its own.
void Reader::read_rights() {
    auto query = ask("select object_id, grantee || ' ' || privilege || case when is_grantable then ' with grant option' else '' end, "
                     "object_kind = 'sequence' from grants where database_id = ?1 order by 1, 2");
    while (query.step()) {
        const auto number = object_of(query.integer(0));
        if (!number) continue;
        auto& object = model_.objects[static_cast<std::size_t>(*number)];
        auto& rights = object.facts[object.kind == Kind::column && query.integer(2) ? "sequence rights" : "rights"];
        if (!rights.empty()) rights += '\n';
        rights += query.text(1);
    }
}

void Reader::need(std::optional<int> dependent, std::optional<int> needed, bool soft) {
    if (dependent && needed && *dependent != *needed) model_.needs.push_back({*dependent, *needed, soft});
}

void Reader::needs_of(std::string_view sql, bool soft) {
    auto query = ask(sql);
    while (query.step()) need(object_of(query.integer(0)), object_of(query.integer(1)), soft);
}

// A constraint's columns are numbers; what an index constraint or a foreign key rests on is an id.
void Reader::columns_of_constraints() {
    auto query = ask("select id, relation_id, numbers, referenced_id, referenced_numbers from constraints where database_id = ?1 and relation_id is not null");
    while (query.step())
        for (const int numbers : {2, 4})
            for (const auto number : split(query.text(numbers), ' ')) {
                int attribute = 0;
                for (const char digit : number) attribute = attribute * 10 + (digit - '0');
                if (!number.empty()) need(object_of(query.integer(0)), object_of(query.integer(numbers - 1) | attribute));
            }
}

// By the name, which begins with the schema's.
void Reader::schemas_needed() {
    for (std::size_t i = 0; i < model_.objects.size(); ++i) {
        const auto& object = model_.objects[i];
        if (object.parent >= 0) need(static_cast<int>(i), object.parent);
        std::string_view name = object.kind == Kind::other ? object.fact("_bare") : object.name;
        if (object.kind == Kind::schema || object.parent >= 0 || name.find('.') == name.npos) continue;
        if (const int schema = model_.find(Kind::schema, name.substr(0, name.find('.'))); schema >= 0) need(static_cast<int>(i), schema);
    }
}

bool is_name_byte(char byte) { return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '_'; }

// Functions that a function's text calls: a known name before a parenthesis.
void Reader::calls_in_bodies() {
    std::multimap<std::string, int, std::less<>> functions;
    for (std::size_t i = 0; i < model_.objects.size(); ++i) {
        const auto& object = model_.objects[i];
        if (object.kind != Kind::function) continue;
        const auto name = object.name.substr(0, object.name.find('('));
        functions.emplace(name.substr(name.rfind('.') + 1), static_cast<int>(i));
    }
    for (const auto& [unused, caller] : functions) {
        const std::string_view body = model_.objects[static_cast<std::size_t>(caller)].fact("_body");
        for (auto open = body.find('('); open != body.npos; open = body.find('(', open + 1)) {
            auto start = open;
            while (start > 0 && is_name_byte(body[start - 1])) --start;
            const auto [first, last] = functions.equal_range(body.substr(start, open - start));
            for (auto called = first; called != last; ++called) need(caller, called->second, true);
        }
    }
}

void Reader::read_needs() {
    schemas_needed();
    columns_of_constraints();
    // A sequence that a column owns goes with it; the other way round the column's default needs the sequence.
    needs_of("select object_id, referenced_id from dependencies where database_id = ?1 and object_id not in (select id from sequences)");
    needs_of("select id, referenced_id from constraints where database_id = ?1 and referenced_id is not null");
    needs_of("select id, index_id from constraints where database_id = ?1 and type = 'foreign' and index_id is not null");
    needs_of("select relation_id, parent_id from inheritances where database_id = ?1");
    needs_of("select attribute_id, sequence_id from sequence_uses where database_id = ?1");
    needs_of("select publication_id, relation_id from publication_members where database_id = ?1 and relation_id is not null");
    needs_of("select function_id, relation_id from function_tables where database_id = ?1", true);
    calls_in_bodies();
    const auto less = [](const Need& a, const Need& b) { return std::tuple{a.dependent, a.needed, a.soft} < std::tuple{b.dependent, b.needed, b.soft}; };
    const auto same = [](const Need& a, const Need& b) { return a.dependent == b.dependent && a.needed == b.needed; };
    std::sort(model_.needs.begin(), model_.needs.end(), less);
    model_.needs.erase(std::unique(model_.needs.begin(), model_.needs.end(), same), model_.needs.end());
}

}  // namespace

Result<Model> read_model(const Map& map, std::int64_t database_id) { return Reader{map, database_id}.read(); }

}  // namespace assay::migration::diff
