// Logs of any format in pieces: any bytes; all of them are used up, once.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "domain/query/read/log.h"
#include "domain/query/read/log_prefix.h"
#include "domain/query/read/log_tally.h"

using namespace assay::query;

namespace {

void read(const LogFormat& format, std::string_view text, std::size_t piece_bytes) {
    const auto scanner = log_scanner(format);
    LogTally tally;
    std::size_t used = 0;
    for (std::size_t end = 0; used < text.size();) {
        const bool last = end >= text.size();
        end = std::min(text.size(), end + piece_bytes);
        used += scanner->scan(text.substr(used, end - used), text.npos, last, tally);
        if (used > end || (last && used != text.size())) std::abort();
    }
    scanner->finish(tally);
    if (scanner->lines() != std::count(text.begin(), text.end(), '\n')) std::abort();
}

}  // namespace

// The first byte chooses how large the pieces are.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view text{reinterpret_cast<const char*>(data) + 1, size - 1};
    const std::size_t piece_bytes = 1 + data[0] * 7u;
    read({"csvlog", {}, LogFormat::Kind::csvlog}, text, piece_bytes);
    read({"jsonlog", {}, LogFormat::Kind::jsonlog}, text, piece_bytes);
    const auto derived = LogPrefix::derive(text);
    read({"stderr", derived ? derived->setting() : "%m [%p] %q%u@%d/%a ", LogFormat::Kind::standard_error}, text, piece_bytes);
    return 0;
}
