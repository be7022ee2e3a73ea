#include "sql/fingerprint.h"

#include <pg_query.h>

#include "sql/tree.h"

namespace assay::sql {

std::optional<std::string> fingerprint_of(const Parser&, const std::string& text) {
    if (!Tree::takes(text)) return {};
    const PgQueryFingerprintResult result = pg_query_fingerprint(text.c_str());
    std::optional<std::string> fingerprint;
    if (result.error == nullptr && result.fingerprint_str != nullptr) fingerprint = result.fingerprint_str;
    pg_query_free_fingerprint_result(result);
    return fingerprint;
}

}  // namespace assay::sql
