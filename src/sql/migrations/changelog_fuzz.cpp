// libFuzzer's way into changelogs: any bytes as XML, YAML and formatted SQL.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "sql/migrations/liquibase.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace assay::sql;
    const std::string text{reinterpret_cast<const char*>(data), size};
    for (const auto& made : {changelog_text(text, {"log.xml"}), changelog_text(text, {"log.yaml"}), formatted_sql_text(text)})
        if (made.sql.original_offset(made.sql.text.size()) > made.original.size()) std::abort();
    return 0;
}
