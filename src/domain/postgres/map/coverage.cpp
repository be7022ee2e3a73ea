// The exact algebra of indexes, table by table, from the rows that were just loaded.
#include <charconv>
#include <map>

#include "core/text.h"
#include "domain/postgres/map/load.h"
#include "domain/postgres/model/coverage.h"
#include "map/map.h"
#include "sql/expression.h"
#include "sql/names.h"
#include "sql/parser.h"

namespace assay::postgres {

namespace {

std::vector<int> numbers_of(std::string_view text) {
    std::vector<int> numbers;
    for (auto part : split(text, ' ')) {
        int number = 0;
        if (std::from_chars(part.data(), part.data() + part.size(), number).ec == std::errc{}) numbers.push_back(number);
    }
    return numbers;
}

using ByTable = std::map<std::int64_t, std::vector<Index>>;

ByTable read_indexes(std::int64_t database_id, MapBuilder& builder, const sql::Parser& parser) {
    ByTable tables;
    std::map<std::int64_t, std::pair<std::int64_t, std::size_t>> where;
    auto rows = builder.prepare(
        "select i.id, i.relation_id, i.method, i.predicate, coalesce(i.options, ''), i.is_unique, i.is_primary, "
        "i.is_exclusion, i.constraint_id is not null, coalesce(c.is_deferrable, 0), i.is_valid and i.is_ready, "
        "i.is_clustered, i.is_replica_identity, i.nulls_not_distinct, i.include_numbers, "
        "exists (select 1 from constraints f where f.type = 'foreign' and f.index_id = i.id), i.parent_id is not null "
        "from indexes i left join constraints c on c.id = i.constraint_id where i.database_id = ? order by i.id");
    rows.bind(1, database_id);
    while (rows.step()) {
        Index index;
        index.id = rows.integer(0);
        index.relation_id = rows.integer(1);
        index.method = rows.text(2);
        if (!rows.is_null(3)) {
            // What cannot be read stays as it is printed: equal texts are still equal.
            const auto predicate = sql::Expression::parse(parser, rows.text(3));
            index.predicate = predicate ? predicate->normal_form() : std::string{rows.text(3)};
            index.conjuncts = predicate ? predicate->conjuncts() : std::vector{index.predicate};
        }
        index.options = rows.text(4);
        index.unique = rows.integer(5);
        index.primary = rows.integer(6);
        index.exclusion = rows.integer(7);
        index.constraint = rows.integer(8);
        index.deferrable = rows.integer(9);
        index.valid = rows.integer(10);
        index.clustered = rows.integer(11);
        index.replica_identity = rows.integer(12);
        index.nulls_not_distinct = rows.integer(13);
        index.included = numbers_of(rows.text(14));
        index.used_by_foreign_key = rows.integer(15);
        index.attached = rows.integer(16);
        auto& list = tables[index.relation_id];
        where[index.id] = {index.relation_id, list.size()};
        list.push_back(std::move(index));
    }
    auto keys = builder.prepare(
        "select index_id, number, expression, operator_class_id, operator_family_id, collation_id, is_descending, "
        "nulls_first from index_keys where database_id = ? and is_key order by index_id, position");
    keys.bind(1, database_id);
    while (keys.step()) {
        const auto found = where.find(keys.integer(0));
        if (found == where.end()) continue;
        auto& index = tables[found->second.first][found->second.second];
        index.keys.push_back({static_cast<int>(keys.integer(1)), std::string{keys.text(2)}, keys.integer(3), keys.integer(4),
                              keys.integer(5), keys.integer(6) != 0, keys.integer(7) != 0});
    }
    return tables;
}

std::vector<ForeignKey> read_foreign_keys(std::int64_t database_id, MapBuilder& builder, const sql::Parser& parser) {
    std::vector<ForeignKey> found;
    auto rows = builder.prepare("select id, relation_id, numbers from constraints where database_id = ? and type = 'foreign'");
    std::map<std::string, std::string> conjuncts;  // by column: many keys are on columns of one name
    auto names = builder.prepare("select name from attributes where relation_id = ? and number = ?");
    rows.bind(1, database_id);
    while (rows.step()) {
        ForeignKey key{rows.integer(0), rows.integer(1), numbers_of(rows.text(2)), {}, {}};
        for (const int number : key.numbers) {
            names.reset();
            names.bind(1, key.relation_id);
            names.bind(2, std::int64_t{number});
            if (!names.step()) continue;
            key.names.emplace_back(names.text(0));
            const auto [conjunct, is_new] = conjuncts.try_emplace(key.names.back());
            if (is_new)
                if (const auto strict = sql::Expression::parse(parser, key.names.back() + " IS NOT NULL")) conjunct->second = strict->normal_form();
            key.not_null_conjuncts.push_back(conjunct->second);
        }
        found.push_back(std::move(key));
    }
    return found;
}

void bind_or_null(MapStatement& statement, int parameter, const std::optional<std::int64_t>& value) {
    value ? statement.bind(parameter, *value) : statement.bind_null(parameter);
}

}  // namespace

void load_coverage(std::int64_t database_id, MapBuilder& builder) {
    builder.execute("create index if not exists attributes_by_relation on attributes (relation_id, number);"
                    "create index if not exists constraints_by_index on constraints (index_id)");
    const auto parsed = sql::with_parser_thread([&](const sql::Parser& parser) {
        const auto tables = read_indexes(database_id, builder, parser);
        auto service = builder.prepare("insert into foreign_key_service values (?, ?, ?, ?, ?)");
        static const std::vector<Index> none;
        for (const auto& key : read_foreign_keys(database_id, builder, parser)) {
            const auto table = tables.find(key.relation_id);
            const auto serves = service_of(key, table == tables.end() ? none : table->second);
            service.bind(1, key.id);
            service.bind(2, database_id);
            bind_or_null(service, 3, serves.serving);
            bind_or_null(service, 4, serves.partial);
            bind_or_null(service, 5, serves.prefix);
            service.step();
            service.reset();
        }
        auto coverage = builder.prepare("insert into index_coverage values (?, ?, ?, ?)");
        for (const auto& [table, indexes] : tables)
            for (const auto& covered : coverage_of(indexes)) {
                constexpr std::string_view kinds[]{"duplicate", "prefix", "mirror"};
                coverage.bind(1, covered.index);
                coverage.bind(2, covered.covering);
                coverage.bind(3, database_id);
                coverage.bind(4, kinds[static_cast<int>(covered.kind)]);
                coverage.step();
                coverage.reset();
            }
    });
    if (!parsed) builder.set_available(database_id, 'S', "not read", parsed.error().text());
}

}  // namespace assay::postgres
