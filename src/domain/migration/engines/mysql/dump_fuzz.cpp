// libFuzzer's way into dumps of MySQL: any bytes as statements, definitions, rows and views, converted and written.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "domain/migration/engines/mysql/convert.h"
#include "domain/migration/engines/mysql/parse.h"
#include "domain/migration/engines/mysql/rows.h"
#include "domain/migration/engines/writer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace assay::migration;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    mysql::Dump dump;
    mysql::Facts facts;
    mysql::Settings settings;
    mysql::Statements statements{text, 4096};
    for (auto next = statements.next(); next && *next; next = statements.next()) {
        if ((*next)->line < 1 || (*next)->column < 1) std::abort();
        const auto purpose = mysql::purpose_of((*next)->text);
        if (purpose == mysql::Purpose::definition) mysql::read_statement(**next, settings, dump);
        if (purpose != mysql::Purpose::rows) continue;
        const auto name = mysql::InsertReader{(*next)->text}.table();
        if (const auto* table = dump.table(name)) mysql::look_at_rows((*next)->text, *table, facts[table->name.shown()]);
    }
    for (const auto text_case : {mysql::Options::Case::lower, mysql::Options::Case::icu}) write_statements(mysql::convert(dump, facts, {text_case, text_case == mysql::Options::Case::lower}).schema);
    return 0;
}
