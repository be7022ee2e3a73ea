// libFuzzer's way into Ruby: any bytes as a migration; every byte of the SQL has a place in the file.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "sql/migrations/rails.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = assay::sql::rails_text({reinterpret_cast<const char*>(data), size});
    if (text.sql.original_offset(text.sql.text.size()) > text.original.size()) std::abort();
    for (const auto& unread : text.unread)
        if (unread.offset > text.original.size()) std::abort();
    return 0;
}
