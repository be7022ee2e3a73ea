// Any bytes: a message or an error, never more; what was read is printed as one line that reads the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "face/mcp/message.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace assay::mcp;
    const auto message = read_message({reinterpret_cast<const char*>(data), size});
    if (!message) {
        if (message.error().fault.message.empty()) std::abort();
        return 0;
    }
    const auto line = dump(message->params);
    if (line.find('\n') != line.npos) std::abort();
    const auto again = parse_json(line);
    if (!again || *again != message->params) std::abort();
    return 0;
}
