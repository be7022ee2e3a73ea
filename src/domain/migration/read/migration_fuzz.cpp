// libFuzzer's way into migrations: any bytes as a file, its marks, comments and DO blocks, followed as a chain.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "domain/migration/read/marks.h"
#include "domain/migration/read/read.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace assay;
    const std::string text{reinterpret_cast<const char*>(data), size};
    migration::Migrations migrations;
    migrations.files.reserve(2);
    for (const char* name : {"1.sql", "2.sql"}) {
        auto& file = migrations.files.emplace_back(migration::File{.path = name, .name = name});
        migration::read_file_text(sql::migration_text(text, {name}), file);
        file.wrap = migration::wrap_of(sql::Convention::goose, name, text);
    }
    migration::follow(migrations);
    for (const auto& file : migrations.files)
        for (const auto& statement : file.statements)
            for (const auto& change : statement.changes)
                if (file.at(statement.offset + change.offset).line < 1) std::abort();
    return 0;
}
