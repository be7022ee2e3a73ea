// HTTP examples: requests as they go over the wire, and what of the answers is shown.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "teach/run/printed.h"

namespace assay::teach {

struct HttpRequest {
    std::string method, target;  // "GET", "/orders?limit=2"
    std::vector<std::string> headers;
    std::string body;
};

// Several are parted by lines of ###. An Error names the line in the block.
Result<std::vector<HttpRequest>> parse_requests(std::string_view block);

// The answer's status line, those of its headers that are asked for, in that order, and its body.
std::string shown_answer(std::string_view answer, const std::vector<std::string>& headers);

// Sends the block's requests to the server on this machine's port, one after the other.
Result<Printed> run_requests(std::string_view block, int port, std::vector<std::string> headers);

}  // namespace assay::teach
