// Shapes: how many values of a column look like a password hash, a card number, an IBAN. Values stay in the server.
#include <fmt/core.h>

#include <map>

#include "domain/postgres/read/read.h"
#include "sql/names.h"

namespace assay::postgres {

namespace {

constexpr std::string_view telling =
    " password passwd pwd passphrase pass secret card cc pan creditcard cardnumber iban ssn social bank tax national ";

bool is_telling(const std::string& name) {
    for (const auto& word : sql::words_of(name))
        if (telling.find(" " + word + " ") != telling.npos) return true;
    return false;
}

// The digits of v, from the right every second one doubled, as ISO/IEC 7812 has it.
constexpr std::string_view is_card =
    "d ~ '^[0-9]{13,19}$' and (select sum(case when (length(d) - i) % 2 = 1 then (2 * n) / 10 + (2 * n) % 10 else n end) % 10 = 0 "
    "from generate_series(1, length(d)) i, lateral (select substr(d, i, 1)::int as n) s)";
constexpr std::string_view is_iban =
    "w ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$' and (select string_agg(case when c ~ '[A-Z]' then (ascii(c) - 55)::text else c end, '' "
    "order by i)::numeric % 97 = 1 from generate_series(1, length(w)) i, lateral (select substr(substr(w, 5) || substr(w, 1, 4), i, 1) as c) s)";
constexpr std::string_view is_hash =
    R"(v ~ '^(\$2[abxy]?\$|\$argon2|\$pbkdf2|\$scrypt|\$[156y]\$|pbkdf2[_:$]|bcrypt|sha(1|256|512)\$|md5\$|scrypt:|SCRAM-SHA-256\$|\{[A-Za-z0-9-]+\}))"
    R"(|^[0-9a-fA-F]{32}$|^[0-9a-fA-F]{40,}$')";

std::string shape_query(const std::string& table, const std::string& column) {
    // CASE keeps the checks from meeting values that their patterns have not let through.
    return fmt::format("select count(*), count(*) filter (where {2}), count(*) filter (where case when d ~ '^[0-9]{{13,19}}$' then {3} end), "
                       "count(*) filter (where case when w ~ '^[A-Z]{{2}}[0-9]{{2}}' then {4} end), "
                       "count(*) filter (where v ~ '^[0-9]{{3}}-[0-9]{{2}}-[0-9]{{4}}$') "
                       "from (select v, regexp_replace(v, '[ -]', '', 'g') as d, upper(replace(v, ' ', '')) as w "
                       "from (select distinct {1}::text as v from {0} where {1} is not null limit 1000) x) y",
                       table, column, is_hash, is_card, is_iban);
}

bool is_text(std::string_view type) { return type == "text" || type == "varchar" || type == "bpchar" || type == "citext"; }

}  // namespace

void profile_shapes(pg::Connection& connection, Budget& budget, Catalogue& catalogue) {
    RowSet shapes{"column_shapes", {"attribute_id", "examined", "hashed", "cards", "ibans", "social_numbers"}, std::vector<bool>(6, false), {}};
    const RowSet* relations = catalogue.find("relations");
    const RowSet* attributes = catalogue.find("attributes");
    if (!relations || !attributes) return;
    std::map<std::string, std::string> tables;
    for (std::size_t row = 0; row < relations->rows(); ++row) {
        const auto& kind = *relations->at(row, relations->column("kind"));
        if ((kind == "table" || kind == "partitioned") && relations->at(row, relations->column("is_extension")) != "t")
            tables[*relations->at(row, relations->column("id"))] =
                pg::quote_identifier(*relations->at(row, relations->column("schema"))) + "." +
                pg::quote_identifier(*relations->at(row, relations->column("relname")));
    }
    for (std::size_t row = 0; row < attributes->rows() && !budget.spent(); ++row) {
        const auto table = tables.find(*attributes->at(row, attributes->column("relation_id")));
        const auto& name = *attributes->at(row, attributes->column("attname"));
        if (table == tables.end() || !is_text(*attributes->at(row, attributes->column("type_name"))) || !is_telling(name)) continue;
        auto counts = connection.query(shape_query(table->second, pg::quote_identifier(name)), budget.left());
        if (!counts || counts->size() != 1 || counts->integer(0, 0) == 0) continue;
        shapes.values.push_back(attributes->at(row, attributes->column("id")));
        for (int column = 0; column < 5; ++column) shapes.values.emplace_back(std::string{counts->text(0, column)});
    }
    catalogue.rows.push_back(std::move(shapes));
}

}  // namespace assay::postgres
