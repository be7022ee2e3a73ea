// Normal forms of any bytes, and exports of pg_stat_statements.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "domain/query/read/shape.h"
#include "domain/query/read/workload.h"

using namespace assay::query;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    Shaper shaper;
    const std::string form{shaper.normal_form(text)};
    if (form.size() > 3 * size + 64) std::abort();
    if (parsable_form(form).size() < form.size()) std::abort();
    const std::string_view inner = prepared_statement(text);
    if (inner.size() > text.size()) std::abort();
    (void)read_statement_csv(text, "fuzz.csv");
    return 0;
}
