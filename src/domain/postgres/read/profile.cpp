// Rows: how many each table holds, and of every column how many values, how different, how long, how large, and
// what its texts are really; and which columns follow from another. A look at the first rows rejects most shapes of
// texts, so that one query over all rows answers the rest. Counts leave the server, values of texts never do.
#include <fmt/core.h>

#include <map>

#include "core/text.h"
#include "domain/postgres/read/profile_text.h"
#include "domain/postgres/read/read.h"
#include "sql/names.h"

namespace assay::postgres {

namespace {

constexpr int sampled_rows = 1'000;
constexpr double least_share = 0.98;       // of the sample, to look at all rows for a shape
constexpr double least_list_share = 0.2;   // likewise for lists
constexpr std::int64_t least_dependency_rows = 30, most_dependency_rows = 1'000'000;  // fewer: it holds by chance
constexpr std::size_t most_pairs = 24;
constexpr std::size_t least_booleans = 3, most_booleans = 16;

// What one look at all rows shall count of a text column, after the sample.
struct TextQuestion {
    std::size_t column = 0;
    const TextShape* shape = nullptr;
    char separator = '\0';
};

struct Table {
    std::string id, name;
    std::vector<std::pair<std::string, std::string>> columns;  // id, quoted name
    std::vector<std::string> types;
    std::vector<int> lengths;  // n of varchar(n), 0 without
};

bool is_number(std::string_view type) {
    return type == "int2" || type == "int4" || type == "int8" || type == "numeric" || type == "float4" || type == "float8";
}
bool is_text(std::string_view type) { return type == "text" || type == "varchar" || type == "bpchar" || type == "citext"; }

std::vector<Table> tables_of(const Catalogue& catalogue) {
    std::vector<Table> tables;
    std::map<std::string, std::size_t> where;
    const RowSet* relations = catalogue.find("relations");
    const RowSet* attributes = catalogue.find("attributes");
    if (!relations || !attributes) return tables;
    const int id = relations->column("id"), kind = relations->column("kind"), extension = relations->column("is_extension");
    const int partition = relations->column("is_partition"), bound = relations->column("partition_bound");
    const int schema = relations->column("schema"), relname = relations->column("relname");
    for (std::size_t row = 0; row < relations->rows(); ++row) {
        const auto& what = *relations->at(row, kind);
        // A partition counts with its table; whether the default one holds rows is a fact of its own.
        const bool is_part = relations->at(row, partition) == "t" && relations->at(row, bound) != "DEFAULT";
        if ((what != "table" && what != "partitioned") || relations->at(row, extension) == "t" || is_part) continue;
        where[*relations->at(row, id)] = tables.size();
        tables.push_back({*relations->at(row, id),
                          pg::quote_identifier(*relations->at(row, schema)) + "." + pg::quote_identifier(*relations->at(row, relname)),
                          {}, {}, {}});
    }
    const int attribute = attributes->column("id"), relation = attributes->column("relation_id");
    const int name = attributes->column("name"), type = attributes->column("type_name"), length = attributes->column("length");
    for (std::size_t row = 0; row < attributes->rows(); ++row)
        if (const auto found = where.find(*attributes->at(row, relation)); found != where.end()) {
            tables[found->second].columns.emplace_back(*attributes->at(row, attribute), *attributes->at(row, name));
            tables[found->second].types.push_back(*attributes->at(row, type));
            tables[found->second].lengths.push_back(attributes->at(row, length) ? std::stoi(*attributes->at(row, length)) : 0);
        }
    return tables;
}

// One row of aggregates for a table: its count, then for each column values, distinct values, and by type
// the least and largest number or the lengths of texts; then `more`.
std::string profile_query(const Table& table, const std::string& more) {
    std::string query = "select count(*)";
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const auto& name = table.columns[i].second;
        const auto& type = table.types[i];
        const bool comparable = type != "json" && type != "xml" && type != "point" && type != "polygon" && type != "box";
        query += fmt::format(", count({0}), {1}", name, comparable ? fmt::format("count(distinct {})", name) : "null");
        query += is_number(type) ? fmt::format(", min({0})::text, max({0})::text", name) : std::string{", null, null"};
        query += is_text(type) ? fmt::format(", min(length({0}::text)), max(length({0}::text)), max(octet_length({0}::text))", name)
                               : std::string{", null, null, null"};
    }
    return query + more + " from " + table.name;
}

constexpr int values_per_column = 7;

std::vector<std::string> booleans_of(const Table& table) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (table.types[i] == "bool") names.push_back(table.columns[i].second);
    if (names.size() < least_booleans || names.size() > most_booleans) names.clear();
    return names;
}

// Of the first rows: how many there are, then for each text column how many values, how many of each shape,
// how many lists by each separator.
std::string sample_query(const Table& table) {
    std::string columns, counts = "select count(*)";
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (!is_text(table.types[i])) continue;
        const auto& name = table.columns[i].second;
        columns += (columns.empty() ? "" : ", ") + name;
        counts += fmt::format(", count({})", name);
        for (const auto& shape : text_shapes()) counts += fmt::format(", count(*) filter (where {})", shape_condition(shape, name));
        for (char separator : list_separators) counts += fmt::format(", count(*) filter (where {})", list_condition(separator, name));
    }
    return fmt::format("{} from (select {} from {} limit {}) s", counts, columns, table.name, sampled_rows);
}

std::vector<TextQuestion> questions_of(const Table& table, const pg::Rows& sample) {
    std::vector<TextQuestion> questions;
    int at = 1;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (!is_text(table.types[i])) continue;
        TextQuestion question{i, nullptr, '\0'};
        const auto filled = static_cast<double>(sample.integer(0, at++));
        for (const auto& shape : text_shapes()) {
            const auto count = static_cast<double>(sample.integer(0, at++));
            if (filled > 0 && !question.shape && count >= least_share * filled) question.shape = &shape;
        }
        double most = least_list_share * filled;
        for (char separator : list_separators)
            if (const auto count = static_cast<double>(sample.integer(0, at++)); count > 0 && count >= most) {
                most = count;
                question.separator = separator;
            }
        if (question.shape || question.separator != '\0' || table.lengths[i] > 0) questions.push_back(question);
    }
    return questions;
}

// What is asked of all rows beyond the columns' own aggregates: two counts per question, then the booleans.
std::string more_counts(const Table& table, const std::vector<TextQuestion>& questions) {
    std::string counts;
    for (const auto& question : questions) {
        const auto& name = table.columns[question.column].second;
        counts += question.shape ? fmt::format(", count(*) filter (where {})", shape_condition(*question.shape, name)) : std::string{", null"};
        counts += question.separator != '\0' ? fmt::format(", count(*) filter (where {})", list_condition(question.separator, name))
                                             : std::string{", null"};
        counts += table.lengths[question.column] > 0
                      ? fmt::format(", count(*) filter (where length({}::text) >= 0.95 * {})", name, table.lengths[question.column])
                      : std::string{", null"};
    }
    const auto booleans = booleans_of(table);
    if (booleans.empty()) return counts;
    std::string sum;
    for (const auto& name : booleans) sum += fmt::format("{}coalesce({}, false)::int", sum.empty() ? "" : " + ", name);
    return fmt::format("{}, count(distinct row({})), count(*) filter (where {} <= 1)", counts, joined(booleans, ", "), sum);
}

// Tokens of the lists in up to 1,000 rows: all, and different ones.
std::string token_query(const Table& table, const TextQuestion& question) {
    return fmt::format("select count(*), count(distinct t) from (select {0} as c from {1} where {2} limit {3}) s, "
                       "regexp_split_to_table(btrim(c::text), '\\s*[{4}]\\s*') t",
                       table.columns[question.column].second, table.name,
                       list_condition(question.separator, table.columns[question.column].second), sampled_rows, question.separator);
}

std::optional<std::string> text_at(const pg::Rows& rows, int column) {
    if (rows.is_null(0, column)) return {};
    return std::string{rows.text(0, column)};
}

// The tables of the map that this fills.
struct Profile {
    RowSet counts{"relation_rows", {"relation_id", "rows"}, {false, false}, {}};
    RowSet columns{"column_profile",
                   {"attribute_id", "relation_id", "rows", "filled", "different", "minimum", "maximum", "least_length", "most_length", "most_bytes"},
                   std::vector<bool>(10, false), {}};
    RowSet texts{"text_profile",
                 {"attribute_id", "relation_id", "castable_to", "castable", "near_limit", "list_separator", "list_rows", "list_tokens", "list_different"},
                 std::vector<bool>(9, false), {}};
    RowSet booleans{"boolean_profile",
                    {"relation_id", "rows", "columns", "column_count", "combinations", "exclusive_rows"},
                    std::vector<bool>(6, false), {}};
    RowSet dependencies{"functional_dependencies",
                        {"attribute_id", "dependent_id", "relation_id", "rows", "different"},
                        std::vector<bool>(5, false), {}};
};

// Two columns of a table, by their places: whether the first decides the second is asked.
struct Pair {
    std::size_t determinant = 0, dependent = 0;
    std::int64_t different = 0;
};

// Pairs that may be dependent by their counts, and belong together by the first word of their names.
std::vector<Pair> pairs_of(const Table& table, const pg::Rows& rows) {
    std::vector<Pair> pairs;
    const auto all = rows.integer(0, 0);
    if (all < least_dependency_rows || all > most_dependency_rows) return pairs;
    const auto different_at = [](std::size_t column) { return 2 + static_cast<int>(column) * values_per_column; };
    const auto first_word = [&](std::size_t column) {
        const auto words = sql::words_of(table.columns[column].second);
        return words.size() < 2 ? std::string{} : words.front();
    };
    for (std::size_t from = 0; from < table.columns.size(); ++from) {
        const int at = different_at(from);
        if (rows.is_null(0, at) || rows.integer(0, at - 1) != all || first_word(from).empty()) continue;
        const auto different = rows.integer(0, at);
        if (different < 3 || different * 3 > all) continue;
        for (std::size_t to = 0; to < table.columns.size(); ++to) {
            if (to == from || first_word(to) != first_word(from) || rows.is_null(0, different_at(to))) continue;
            const auto follows = rows.integer(0, different_at(to));
            if (follows >= 2 && follows <= different && pairs.size() < most_pairs) pairs.push_back({from, to, different});
        }
    }
    return pairs;
}

void add_dependencies(const Table& table, const pg::Rows& rows, pg::Connection& connection, Budget& budget, Profile& profile) {
    const auto pairs = pairs_of(table, rows);
    if (pairs.empty()) return;
    std::string query = "select ";
    for (const auto& pair : pairs)
        query += fmt::format("{}count(distinct row({}, {}))", query.size() > 7 ? ", " : "", table.columns[pair.determinant].second,
                             table.columns[pair.dependent].second);
    const auto counts = connection.query(query + " from " + table.name, budget.left());
    if (!counts || counts->size() != 1) return;
    for (std::size_t i = 0; i < pairs.size(); ++i)
        if (counts->integer(0, static_cast<int>(i)) == pairs[i].different)
            profile.dependencies.values.insert(profile.dependencies.values.end(),
                                               {table.columns[pairs[i].determinant].first, table.columns[pairs[i].dependent].first, table.id,
                                                text_at(rows, 0), std::to_string(pairs[i].different)});
}

void add_columns(const Table& table, const pg::Rows& rows, Profile& profile) {
    profile.counts.values.insert(profile.counts.values.end(), {table.id, text_at(rows, 0)});
    auto& values = profile.columns.values;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        values.insert(values.end(), {table.columns[i].first, table.id, text_at(rows, 0)});
        const int first = 1 + static_cast<int>(i) * values_per_column;
        for (int value = 0; value < values_per_column; ++value) values.push_back(text_at(rows, first + value));
    }
}

void add_texts(const Table& table, const std::vector<TextQuestion>& questions, const pg::Rows& rows, pg::Connection& connection,
               Budget& budget, Profile& profile) {
    auto& values = profile.texts.values;
    int at = 1 + static_cast<int>(table.columns.size()) * values_per_column;
    for (const auto& question : questions) {
        values.insert(values.end(), {table.columns[question.column].first, table.id});
        values.push_back(question.shape ? std::optional{question.shape->type} : std::nullopt);
        values.push_back(text_at(rows, at));
        values.push_back(text_at(rows, at + 2));
        values.push_back(question.separator != '\0' ? std::optional{std::string(1, question.separator)} : std::nullopt);
        values.push_back(text_at(rows, at + 1));
        std::optional<std::string> tokens, different;
        if (question.separator != '\0')
            if (const auto split = connection.query(token_query(table, question), budget.left()); split && split->size() == 1) {
                tokens = text_at(*split, 0);
                different = text_at(*split, 1);
            }
        values.insert(values.end(), {tokens, different});
        at += 3;
    }
    const auto booleans = booleans_of(table);
    if (booleans.empty()) return;
    profile.booleans.values.insert(profile.booleans.values.end(),
                                   {table.id, text_at(rows, 0), joined(booleans, ", "), std::to_string(booleans.size()),
                                    text_at(rows, at), text_at(rows, at + 1)});
}

void profile_table(const Table& table, pg::Connection& connection, Budget& budget, Profile& profile) {
    const auto sample = connection.query(sample_query(table), budget.left());
    if (sample && sample->integer(0, 0) == 0) {
        profile.counts.values.insert(profile.counts.values.end(), {table.id, "0"});
        return;
    }
    const auto questions = sample ? questions_of(table, *sample) : std::vector<TextQuestion>{};
    const auto rows = connection.query(profile_query(table, more_counts(table, questions)), budget.left());
    if (!rows || rows->size() != 1) return;
    add_columns(table, *rows, profile);
    add_texts(table, questions, *rows, connection, budget, profile);
    add_dependencies(table, *rows, connection, budget, profile);
}

}  // namespace

Result<void> profile_rows(pg::Connection& connection, Budget& budget, Catalogue& catalogue) {
    Profile profile;
    for (const auto& table : tables_of(catalogue)) {
        if (budget.spent()) break;
        profile_table(table, connection, budget, profile);
    }
    for (auto* set : {&profile.counts, &profile.columns, &profile.texts, &profile.booleans, &profile.dependencies})
        catalogue.rows.push_back(std::move(*set));
    return {};
}

}  // namespace assay::postgres
