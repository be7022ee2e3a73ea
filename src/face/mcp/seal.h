// Seal: secrets of this process: unguessable names, and state that a client carries for us and must not change.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "face/mcp/json.h"

namespace assay::mcp {

// 128 random bits as text that fits into an address.
std::string random_name();
std::string sha256(std::string_view bytes);  // base64url
std::optional<std::string> from_base64(std::string_view text);
// Takes as long whether texts differ early or late.
bool equal_secrets(std::string_view a, std::string_view b);

// Signs values with a key that is made anew with each process.
class Seal {
public:
    Seal();
    std::string close(const Json& value) const;
    // Nothing unless it is what close() gave.
    std::optional<Json> open(std::string_view text) const;

private:
    std::string sign(std::string_view bytes) const;
    std::string key_;
};

}  // namespace assay::mcp
