#include "domain/postgres/model/references.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "core/text.h"
#include "sql/names.h"

namespace assay::postgres {

namespace {

using Words = std::vector<std::string>;

constexpr std::string_view outliving_words =
    " audit audits log logs logged history histories event events archive archived archives version versions staging stage stg tmp temp "
    "import imports raw backup snapshot snapshots deleted outbox inbox webhook webhooks queue jobs ";
constexpr std::string_view foreign_words =
    " external ext remote legacy foreign provider stripe paypal google facebook github gitlab apple twitter oauth openid shopify "
    "request correlation session trace transaction message client upstream third old original source ";
constexpr std::string_view person_tables = " user users account accounts staff employee employees people person member members ";

bool is_among(std::string_view list, const std::string& word) { return list.find(" " + word + " ") != list.npos; }
bool any_among(std::string_view list, const Words& words) {
    return std::any_of(words.begin(), words.end(), [&](const auto& word) { return is_among(list, word); });
}

// Whether `many` is `one` itself or a plural of it.
bool is_form_of(const std::string& many, const std::string& one) {
    if (many == one || many == one + "s" || many == one + "es") return true;
    if (one == "person" && many == "people") return true;
    if (one == "child" && many == "children") return true;
    if (one.size() > 1 && one.back() == 'y') return many == one.substr(0, one.size() - 1) + "ies";
    if (one.size() > 2 && ends_with(one, "us")) return many == one.substr(0, one.size() - 2) + "i";
    if (one.size() > 1 && one.back() == 'f') return many == one.substr(0, one.size() - 1) + "ves";
    return false;
}

bool names_table(const Words& words, const Words& table) {
    if (words.empty() || words.size() != table.size()) return false;
    return std::equal(words.begin(), words.end() - 1, table.begin()) && is_form_of(table.back(), words.back());
}

struct Table {
    std::string id, schema, relname, quoted;
    Words words;
    std::string key_number;        // of the only column of the primary key
    std::string key_id, key_type, key_name;
    bool outlives = false;
};

struct Column {
    std::string id, relation_id, number, attname, name, type;
    bool has_default = false;
};

class Finder {
public:
    explicit Finder(const Catalogue& catalogue) {
        read_tables(catalogue);
        read_constraints(catalogue);
        read_columns(catalogue);
        for (const auto& [id, table] : tables_) tables_by_form_[form_of(table.words)].push_back(&table);
    }

    std::vector<ReferenceCandidate> candidates() const {
        std::vector<ReferenceCandidate> found;
        for (const auto& column : columns_) {
            const auto& table = tables_.at(column.relation_id);
            if (table.outlives || referring_.contains(column.relation_id + "." + column.number)) continue;
            if (column.number == table.key_number && column.has_default) continue;
            std::string evidence;
            const Table* target = target_of(column, table, evidence);
            if (!target || target->key_type != column.type || target->key_id == column.id) continue;
            // "reaction_id" in reactions is a name of its own: a row that refers to its like says how (parent_id).
            if (target == &table && evidence != "self" && evidence != "prefix") continue;
            found.push_back({column.id, column.relation_id, target->key_id, target->id, table.quoted, column.name, target->quoted,
                             target->key_name, evidence});
        }
        return found;
    }

private:
    // What a name and its plural share: how many words, and the last one's first letter.
    using Form = std::pair<std::size_t, char>;
    static Form form_of(const Words& words) { return {words.size(), words.empty() ? '\0' : words.back().front()}; }

    std::map<std::string, Table> tables_;
    std::map<Form, std::vector<const Table*>> tables_by_form_;
    std::vector<Column> columns_;
    std::set<std::string> referring_;               // "relation.number" of columns in foreign keys
    std::map<std::string, std::set<std::string>> names_;  // names of a table's columns, lower case

    void read_tables(const Catalogue& catalogue) {
        const RowSet* set = catalogue.find("relations");
        if (!set) return;
        const int id = set->column("id"), kind = set->column("kind"), schema = set->column("schema"), relname = set->column("relname");
        const int extension = set->column("is_extension"), partition = set->column("is_partition"), persistence = set->column("persistence");
        for (std::size_t row = 0; row < set->rows(); ++row) {
            if (set->at(row, kind) != "table" && set->at(row, kind) != "partitioned") continue;
            if (set->at(row, extension) == "t" || set->at(row, partition) == "t" || set->at(row, persistence) == "temporary") continue;
            Table table;
            table.id = *set->at(row, id);
            table.schema = *set->at(row, schema);
            table.relname = *set->at(row, relname);
            table.quoted = sql::quote_identifier(table.schema) + "." + sql::quote_identifier(table.relname);
            table.words = sql::words_of(table.relname);
            table.outlives = any_among(outliving_words, table.words) || any_among(outliving_words, sql::words_of(table.schema)) ||
                             ends_with(table.relname, "archive") || ends_with(table.relname, "history") || ends_with(table.relname, "audit");
            tables_.emplace(table.id, std::move(table));
        }
    }

    void read_constraints(const Catalogue& catalogue) {
        const RowSet* set = catalogue.find("constraints");
        if (!set) return;
        const int relation = set->column("relation_id"), type = set->column("type"), numbers = set->column("numbers");
        for (std::size_t row = 0; row < set->rows(); ++row) {
            if (!set->at(row, relation) || !set->at(row, numbers)) continue;
            const auto found = tables_.find(*set->at(row, relation));
            if (found == tables_.end()) continue;
            const auto& columns = *set->at(row, numbers);
            if (set->at(row, type) == "foreign")
                for (auto number : split(columns, ' ')) referring_.insert(found->first + "." + std::string{number});
            else if (set->at(row, type) == "primary" && columns.find(' ') == columns.npos)
                found->second.key_number = columns;
        }
    }

    void read_columns(const Catalogue& catalogue) {
        const RowSet* set = catalogue.find("attributes");
        if (!set) return;
        const int id = set->column("id"), relation = set->column("relation_id"), number = set->column("number");
        const int attname = set->column("attname"), name = set->column("name"), type = set->column("type_name");
        const int value = set->column("default_expression"), identity = set->column("identity"), generated = set->column("generated");
        for (std::size_t row = 0; row < set->rows(); ++row) {
            const auto found = tables_.find(*set->at(row, relation));
            if (found == tables_.end()) continue;
            Column column{*set->at(row, id), found->first, *set->at(row, number), *set->at(row, attname), *set->at(row, name),
                          *set->at(row, type), set->at(row, value).has_value() || set->at(row, identity).has_value()};
            names_[found->first].insert(joined(sql::words_of(column.attname), "_"));
            if (column.number == found->second.key_number) {
                found->second.key_id = column.id;
                found->second.key_type = column.type;
                found->second.key_name = column.name;
            }
            if (!set->at(row, generated)) columns_.push_back(std::move(column));
        }
    }

    // The table with a usable key that the words name: in the column's own schema, else the only one.
    const Table* table_named(const Words& words, const std::string& schema) const {
        const Table* own = nullptr;
        const Table* other = nullptr;
        int own_count = 0, other_count = 0;
        const auto alike = tables_by_form_.find(form_of(words));
        if (alike == tables_by_form_.end()) return nullptr;
        for (const Table* table : alike->second) {
            if (table->key_id.empty() || !names_table(words, table->words)) continue;
            (table->schema == schema ? own : other) = table;
            ++(table->schema == schema ? own_count : other_count);
        }
        if (own) return own_count == 1 ? own : nullptr;
        return other_count == 1 ? other : nullptr;
    }

    bool has_type_beside(const Column& column, const Words& stem) const {
        const auto& names = names_.at(column.relation_id);
        const auto base = joined(stem, "_");
        return names.contains(base + "_type") || names.contains(base + "_kind") || names.contains(base + "_class") ||
               names.contains(base + "_table") || names.contains(base + "_model");
    }

    const Table* target_of(const Column& column, const Table& table, std::string& evidence) const {
        auto words = sql::words_of(column.attname);
        if (words.empty() || any_among(foreign_words, words)) return nullptr;
        if (words.size() >= 2 && (words.back() == "id" || words.back() == "uuid")) {
            words.pop_back();
            if (has_type_beside(column, words)) return nullptr;
            return by_stem(words, table, evidence);
        }
        if (words.size() == 1 && words[0].size() >= 5 && ends_with(words[0], "id") && column.number != table.key_number) {
            evidence = "name";
            return table_named({words[0].substr(0, words[0].size() - 2)}, table.schema);
        }
        if (words.size() >= 2 && words.back() == "by") return person_of(table, evidence);
        evidence = "table";
        return has_type_beside(column, words) ? nullptr : table_named(words, table.schema);
    }

    const Table* by_stem(Words words, const Table& table, std::string& evidence) const {
        evidence = "name";
        if (const Table* found = table_named(words, table.schema)) return found;
        if (words == Words{"parent"}) {
            evidence = "self";
            return &table;
        }
        evidence = "prefix";
        for (int stripped = 0; stripped < 2 && words.size() > 1; ++stripped) {
            words.erase(words.begin());
            if (const Table* found = table_named(words, table.schema)) return found;
        }
        return nullptr;
    }

    const Table* person_of(const Table& table, std::string& evidence) const {
        evidence = "by";
        const Table* found = nullptr;
        for (const auto& [id, other] : tables_) {
            if (other.schema != table.schema || other.words.size() != 1 || !is_among(person_tables, other.words[0])) continue;
            if (found) return nullptr;
            found = &other;
        }
        return found;
    }
};

}  // namespace

std::vector<ReferenceCandidate> reference_candidates(const Catalogue& catalogue) { return Finder{catalogue}.candidates(); }

}  // namespace assay::postgres
