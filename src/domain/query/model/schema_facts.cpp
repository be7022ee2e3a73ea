#include "domain/query/model/schema_facts.h"

namespace assay::query {

const FactTable* SchemaFacts::find(std::string_view schema, std::string_view name) const {
    const FactTable* only = nullptr;
    bool several = false;
    for (const auto& table : tables) {
        if (table.name != name) continue;
        if (schema.empty() ? table.schema == "public" : table.schema == schema) return &table;
        several = only != nullptr;
        if (schema.empty()) only = &table;
    }
    return several ? nullptr : only;
}

}  // namespace assay::query
